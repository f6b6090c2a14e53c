using Ephemeral.Internal;

namespace Ephemeral.Atoms.Batching;

/// <summary>The one place that says which batches are possible.</summary>
internal static class BatchingValidator
{
    /// <summary>Makes the coordinator whose items are batches, once everything was found to be valid.</summary>
    public static EphemeralWorkCoordinator<Batch<T>> Coordinate<T>(Batches<T> batches, int batchSize, TimeSpan timeout, BatchingOptions options)
    {
        OptionsFaults faults = new(nameof(BatchingAtom<T>));
        faults.AtLeast(batchSize, 1);
        faults.Positive(timeout);
        faults.AtLeast(options.MaxConcurrency, 1);
        faults.AtLeast(options.MaxWaitingBatches, 1);
        faults.NotNegative(options.DisposeTimeout);
        faults.NotNull(options.TimeProvider);
        if (string.IsNullOrWhiteSpace(options.Name)) faults.Add(nameof(options.Name), "must have text but was blank");
        faults.ThrowIfAny();
        return new(batches.ProcessAsync, new()
        {
            Name = options.Name,
            MaxConcurrency = options.MaxConcurrency,
            QueueCapacity = options.MaxWaitingBatches,
            DisposeTimeout = options.DisposeTimeout,
            Signals = options.Signals,
            TimeProvider = options.TimeProvider,
        });
    }
}
