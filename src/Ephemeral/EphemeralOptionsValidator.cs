using Ephemeral.Internal;

namespace Ephemeral;

/// <summary>The one place that says which options are valid.</summary>
internal static class EphemeralOptionsValidator
{
    /// <param name="options">The options.</param>
    /// <param name="others">What is wrong with what comes with them, such as lanes.</param>
    public static void Validate(EphemeralOptions options, IEnumerable<(string Name, string Fault)> others)
    {
        OptionsFaults faults = Check(options);
        foreach ((string name, string fault) in others) faults.Add(name, fault);
        faults.ThrowIfAny();
    }

    public static OptionsFaults Check(EphemeralOptions options)
    {
        OptionsFaults faults = new(nameof(EphemeralOptions));
        faults.AtLeast(options.MaxConcurrency, 1);
        faults.AtLeast(options.MaxConcurrencyPerKey, 1);
        faults.AtLeast(options.QueueCapacity, 1);
        faults.Defined(options.FullMode);
        faults.AtLeast(options.MaxTrackedOperations, 1);
        faults.NotNegative(options.MaxOperationLifetime);
        faults.AtLeast(options.FairSchedulingThreshold, 1);
        faults.NotNegative(options.DeferCheckInterval);
        faults.AtLeast(options.MaxDeferAttempts, 0);
        faults.AtLeast(options.MaxConcurrentSignalHandlers, 1);
        faults.AtLeast(options.MaxQueuedSignals, 1);
        faults.NotNegative(options.OperationEchoRetention);
        faults.AtLeast(options.OperationEchoCapacity, 1);
        faults.Positive(options.OperationTimeout);
        faults.NotNegative(options.DisposeTimeout);
        if (options.Retry is { } retry) Check(retry, faults);
        faults.NotNull(options.TimeProvider);
        if (options.Name is { } name && string.IsNullOrWhiteSpace(name)) faults.Add(nameof(options.Name), "must be null or have text but was blank");
        faults.NoBlank(options.CancelOnSignals);
        faults.NoBlank(options.DeferOnSignals);
        faults.NoBlank(options.ResumeOnSignals);
        faults.NoBlank(options.ClearOnSignals);
        faults.NoBlank(options.DrainOnSignals);
        if (options.SharedSignalSink != options.Signals)
            faults.Add(nameof(options.SharedSignalSink), $"is another name for {nameof(options.Signals)} but was set to a different sink");
        return faults;
    }

    private static void Check(RetryPolicy retry, OptionsFaults faults)
    {
        faults.AtLeast(retry.MaxRetries, 0, $"{nameof(EphemeralOptions.Retry)}: {nameof(retry.MaxRetries)}");
        faults.NotNegative(retry.InitialDelay, $"{nameof(EphemeralOptions.Retry)}: {nameof(retry.InitialDelay)}");
        faults.NotNegative(retry.MaxDelay, $"{nameof(EphemeralOptions.Retry)}: {nameof(retry.MaxDelay)}");
        if (!(retry.BackoffMultiplier >= 1 && double.IsFinite(retry.BackoffMultiplier)))
            faults.Add($"{nameof(EphemeralOptions.Retry)}: {nameof(retry.BackoffMultiplier)}", FormattableString.Invariant($"must be a number of at least 1 but was {retry.BackoffMultiplier}"));
    }
}
