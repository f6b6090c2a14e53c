namespace Ephemeral;

/// <summary>Why a signal was not raised.</summary>
public enum SignalBlockReason
{
    /// <summary>The chain of causes is as long as it may get, or raised inline so deep that the stack is nearly used up.</summary>
    MaxDepthExceeded = 0,

    /// <summary>The signal is one of its own causes.</summary>
    CycleDetected,

    /// <summary>Its immediate cause is a signal after which nothing may follow.</summary>
    TerminalSignalReached,
}
