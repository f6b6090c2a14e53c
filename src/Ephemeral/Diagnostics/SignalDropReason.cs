namespace Ephemeral;

/// <summary>Why a signal was dropped.</summary>
public enum SignalDropReason
{
    /// <summary>A queued handler's buffer was full; its oldest signal was dropped.</summary>
    HandlerQueueFull = 0,

    /// <summary>A handler threw.</summary>
    HandlerFailed,

    /// <summary>The sink's window was full; its oldest signal left early.</summary>
    Window,

    /// <summary>The receiver was disposed with signals still queued.</summary>
    Shutdown,

    /// <summary>A constraint cut a chain of signals that raise each other.</summary>
    Blocked,
}
