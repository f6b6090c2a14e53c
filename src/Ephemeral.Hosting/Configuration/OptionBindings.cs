namespace Ephemeral.Hosting.Configuration;

/// <summary>Every option that configuration can set: all that are one number, time, word or switch, but for the name, which is the section.</summary>
internal static class OptionBindings
{
    public static IReadOnlyDictionary<string, OptionBinding<EphemeralOptions>> All { get; } = new[]
    {
        Number(nameof(EphemeralOptions.MaxConcurrency), static (options, value) => options with { MaxConcurrency = value }),
        Switch(nameof(EphemeralOptions.EnableDynamicConcurrency), static (options, value) => options with { EnableDynamicConcurrency = value }),
        Number(nameof(EphemeralOptions.MaxConcurrencyPerKey), static (options, value) => options with { MaxConcurrencyPerKey = value }),
        Number(nameof(EphemeralOptions.QueueCapacity), static (options, value) => options with { QueueCapacity = value }),
        FullMode(),
        Number(nameof(EphemeralOptions.MaxTrackedOperations), static (options, value) => options with { MaxTrackedOperations = value }),
        TimeOrNone(nameof(EphemeralOptions.MaxOperationLifetime), static (options, value) => options with { MaxOperationLifetime = value }),
        Switch(nameof(EphemeralOptions.EnableFairScheduling), static (options, value) => options with { EnableFairScheduling = value }),
        Number(nameof(EphemeralOptions.FairSchedulingThreshold), static (options, value) => options with { FairSchedulingThreshold = value }),
        Number(nameof(EphemeralOptions.MaxConcurrentSignalHandlers), static (options, value) => options with { MaxConcurrentSignalHandlers = value }),
        Number(nameof(EphemeralOptions.MaxQueuedSignals), static (options, value) => options with { MaxQueuedSignals = value }),
        Switch(nameof(EphemeralOptions.ClearOnSignalsUsePattern), static (options, value) => options with { ClearOnSignalsUsePattern = value }),
        new OptionBinding<EphemeralOptions>(nameof(EphemeralOptions.CoordinatorId), "a text", static (options, text) => text.Length == 0 ? null : options with { CoordinatorId = text }),
        Time(nameof(EphemeralOptions.DeferCheckInterval), static (options, value) => options with { DeferCheckInterval = value }),
        Number(nameof(EphemeralOptions.MaxDeferAttempts), static (options, value) => options with { MaxDeferAttempts = value }),
        Switch(nameof(EphemeralOptions.EnableOperationEcho), static (options, value) => options with { EnableOperationEcho = value }),
        Time(nameof(EphemeralOptions.OperationEchoRetention), static (options, value) => options with { OperationEchoRetention = value }),
        Number(nameof(EphemeralOptions.OperationEchoCapacity), static (options, value) => options with { OperationEchoCapacity = value }),
        TimeOrNone(nameof(EphemeralOptions.OperationTimeout), static (options, value) => options with { OperationTimeout = value }),
        TimeOrNone(nameof(EphemeralOptions.DisposeTimeout), static (options, value) => options with { DisposeTimeout = value }),
    }.ToDictionary(static binding => binding.Key, StringComparer.OrdinalIgnoreCase);

    private static OptionBinding<EphemeralOptions> Number(string key, Func<EphemeralOptions, int, EphemeralOptions> apply) => new(
        key,
        "a whole number",
        (options, text) => OptionText.Number(text) is { } value ? apply(options, value) : null);

    private static OptionBinding<EphemeralOptions> Switch(string key, Func<EphemeralOptions, bool, EphemeralOptions> apply) => new(
        key,
        "true or false",
        (options, text) => bool.TryParse(text, out bool value) ? apply(options, value) : null);

    private static OptionBinding<EphemeralOptions> Time(string key, Func<EphemeralOptions, TimeSpan, EphemeralOptions> apply) => new(
        key,
        "a time such as 00:00:30",
        (options, text) => OptionText.Time(text) is { } value ? apply(options, value) : null);

    private static OptionBinding<EphemeralOptions> TimeOrNone(string key, Func<EphemeralOptions, TimeSpan?, EphemeralOptions> apply) => new(
        key,
        "a time such as 00:00:30, or empty for none",
        (options, text) => text.Length == 0 ? apply(options, null) : OptionText.Time(text) is { } value ? apply(options, value) : null);

    private static OptionBinding<EphemeralOptions> FullMode() => new(
        nameof(EphemeralOptions.FullMode),
        $"one of {string.Join(", ", Enum.GetNames<QueueFullMode>())}",
        static (options, text) => Array.Find(Enum.GetNames<QueueFullMode>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? options with { FullMode = Enum.Parse<QueueFullMode>(name) }
            : null);
}
