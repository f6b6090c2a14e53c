namespace Ephemeral;

/// <summary>Why a coordinator did not accept an item.</summary>
public enum EnqueueRefusal
{
    /// <summary>It was accepted.</summary>
    None = 0,

    /// <summary>The queue was full.</summary>
    QueueFull,

    /// <summary>The item's lane, or its key's fair share, was full.</summary>
    LaneFull,

    /// <summary>The coordinator was completed, cancelled or disposed.</summary>
    Shutdown,
}
