namespace Ephemeral.Signals;

/// <summary>A signal that no constraint blocked, with its time and its causes.</summary>
/// <remarks>Fields, not properties: reading one member of a large struct must not copy the whole.</remarks>
internal readonly struct AdmittedSignal(in SignalEvent signal, long now, int depth)
{
    /// <summary>The signal as subscribers will see it.</summary>
    public readonly SignalEvent Event = signal;

    /// <summary>When it was raised, on the sink's monotonic clock.</summary>
    public readonly long Now = now;

    /// <summary>How deep in a chain it was raised, hidden causes included.</summary>
    public readonly int Depth = depth;
}
