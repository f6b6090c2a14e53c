namespace Ephemeral;

/// <summary>Why an accepted item never ran.</summary>
public enum DiscardReason
{
    /// <summary>It was killed or evicted while it waited.</summary>
    Cancelled = 0,

    /// <summary>A cancel signal was present when its turn came.</summary>
    SignalCancelled,

    /// <summary>A full queue dropped it.</summary>
    Dropped,

    /// <summary>The coordinator was cancelled or disposed.</summary>
    Shutdown,
}
