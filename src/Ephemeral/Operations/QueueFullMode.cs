namespace Ephemeral;

/// <summary>What happens to an item that is offered to a full queue.</summary>
public enum QueueFullMode
{
    /// <summary><c>EnqueueAsync</c> waits for room; <c>TryEnqueue</c> returns false.</summary>
    Wait = 0,

    /// <summary><c>EnqueueAsync</c> throws <see cref="CoordinatorFullException"/>; <c>TryEnqueue</c> returns false.</summary>
    Reject,

    /// <summary>
    /// The item that has waited longest is skipped to make room, whatever its key and lane; where only a lane is full, the lane's longest. An
    /// item that is delayed or waits for its next attempt is not skipped; if all are, the offered item is.
    /// </summary>
    DropOldest,

    /// <summary>The offered item itself is accepted and skipped at once.</summary>
    DropNewest,
}
