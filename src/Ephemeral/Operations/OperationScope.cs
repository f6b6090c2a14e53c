using Ephemeral.Internal;

namespace Ephemeral.Operations;

/// <summary>What all operations of one coordinator share.</summary>
internal sealed class OperationScope(string name, AnchoredClock clock, OperationSignals signals, CancellationToken stopping)
{
    /// <summary>Gets the coordinator's name.</summary>
    public string Name { get; } = name;

    public AnchoredClock Clock { get; } = clock;

    public OperationSignals Signals { get; } = signals;

    /// <summary>Gets the coordinator's token: cancelled when it is cancelled or disposed.</summary>
    public CancellationToken Stopping { get; } = stopping;
}
