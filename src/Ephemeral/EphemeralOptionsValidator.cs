using Ephemeral.Internal;

namespace Ephemeral;

/// <summary>The one place that says which options are valid.</summary>
internal static class EphemeralOptionsValidator
{
    public static void Validate(EphemeralOptions options) => Check(options).ThrowIfAny();

    public static OptionsFaults Check(EphemeralOptions options)
    {
        OptionsFaults faults = new(nameof(EphemeralOptions));
        faults.AtLeast(options.MaxConcurrency, 1);
        faults.AtLeast(options.MaxConcurrencyPerKey, 1);
        faults.AtLeast(options.QueueCapacity, 1);
        faults.Defined(options.FullMode);
        faults.AtLeast(options.MaxTrackedOperations, 1);
        faults.Positive(options.MaxOperationLifetime);
        faults.AtLeast(options.FairSchedulingThreshold, 1);
        faults.NotNegative(options.DeferCheckInterval);
        faults.AtLeast(options.MaxDeferAttempts, 0);
        faults.AtLeast(options.MaxConcurrentSignalHandlers, 1);
        faults.AtLeast(options.MaxQueuedSignals, 1);
        faults.Positive(options.OperationEchoRetention);
        faults.AtLeast(options.OperationEchoCapacity, 1);
        faults.Positive(options.OperationTimeout);
        faults.NotNegative(options.DisposeTimeout);
        faults.NotNull(options.TimeProvider);
        if (options.Name is { } name && string.IsNullOrWhiteSpace(name)) faults.Add(nameof(options.Name), "must be null or have text but was blank");
        if (options.Signals is not null && options.SharedSignalSink is not null && options.Signals != options.SharedSignalSink)
            faults.Add(nameof(options.SharedSignalSink), $"is another name for {nameof(options.Signals)} but was set to a different sink");

        return faults;
    }
}
