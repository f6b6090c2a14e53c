namespace Ephemeral.Atoms;

/// <summary>Limits of a <see cref="BatchingAtom{T}"/> beside the size and the time of its batches.</summary>
/// <remarks>Read once, by the constructor of the atom, which reports every fault in one <see cref="ArgumentException"/>.</remarks>
public sealed class BatchingOptions
{
    /// <summary>Gets the name under which the atom appears in metrics, traces and messages.</summary>
    /// <value>The default is <c>BatchingAtom</c>.</value>
    public string Name { get; init; } = "BatchingAtom";

    /// <summary>Gets how many batches are processed at the same time.</summary>
    /// <value>The default is 1, which keeps the order of the items; at least 1.</value>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>Gets how many batches wait, the open one included. Beyond it, whoever would open another waits.</summary>
    /// <value>The default is 64; at least 1.</value>
    public int MaxWaitingBatches { get; init; } = 64;

    /// <summary>Gets how long <c>DisposeAsync</c> waits for the batches that were accepted; then the rest is abandoned, and counted as cancelled.</summary>
    /// <value>The default is null: until all are processed; not negative.</value>
    public TimeSpan? DisposeTimeout { get; init; }

    /// <summary>Gets the sink of the signals that are raised while a batch is processed.</summary>
    /// <value>The default is null. Borrowed.</value>
    public SignalSink? Signals { get; init; }

    /// <summary>Gets the clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
