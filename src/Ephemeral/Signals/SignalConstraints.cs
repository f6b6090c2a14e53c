namespace Ephemeral;

/// <summary>Limits on chains of signals that cause each other. They cut endless loops.</summary>
/// <remarks>Immutable and safe to share. A signal that nothing caused is never blocked.</remarks>
public sealed class SignalConstraints
{
    private readonly int _maxDepth = 10;

    /// <summary>Gets the limits with their default values.</summary>
    public static SignalConstraints Default { get; } = new();

    /// <summary>Gets tight limits: chains of at most 5 signals.</summary>
    public static SignalConstraints Strict { get; } = new() { MaxDepth = 5 };

    /// <summary>Gets no limits. Signals raised inline still stop before the stack is used up.</summary>
    public static SignalConstraints None { get; } = new() { MaxDepth = int.MaxValue, BlockCycles = false };

    /// <summary>Gets the most signals that a chain may have, the first one included.</summary>
    /// <value>The default is 10.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxDepth
    {
        get => _maxDepth;
        init
        {
            const string Message = "A chain has at least 1 signal; give a MaxDepth of 1 or more.";
            _maxDepth = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, Message);
        }
    }

    /// <summary>Gets whether a signal that is one of its own causes is blocked.</summary>
    /// <value>The default is true.</value>
    public bool BlockCycles { get; init; } = true;

    /// <summary>Gets the names after which nothing may follow.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyCollection<string> TerminalSignals { get; init; } = [];

    /// <summary>Gets the names that are raised but begin a new chain: they carry no causes.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyCollection<string> LeafSignals { get; init; } = [];

    /// <summary>Gets what is called for each blocked signal, on the raising thread. What it throws is caught and counted.</summary>
    public Action<SignalEvent, SignalBlockReason>? OnBlocked { get; init; }

    /// <summary>Gets a sink's own limits: a repeated step in a long chain is legitimate, an endless chain is not.</summary>
    internal static SignalConstraints OfSinks { get; } = new() { MaxDepth = 16, BlockCycles = false };

    /// <summary>Says why a signal must not follow its causes.</summary>
    /// <param name="signal">The signal about to be raised.</param>
    /// <param name="cause">What leads to it; null for a signal that nothing caused.</param>
    /// <returns>The reason, or null when it may be raised.</returns>
    public SignalBlockReason? ShouldBlock(string signal, SignalPropagation? cause)
    {
        if (cause is null) return null;
        if (cause.Depth >= MaxDepth) return SignalBlockReason.MaxDepthExceeded;
        if (BlockCycles && cause.Contains(signal)) return SignalBlockReason.CycleDetected;
        return TerminalSignals.Contains(cause.Last.Signal) ? SignalBlockReason.TerminalSignalReached : null;
    }

    internal bool IsLeaf(string signal) => LeafSignals.Count > 0 && LeafSignals.Contains(signal);
}
