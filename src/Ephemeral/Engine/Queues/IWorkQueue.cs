namespace Ephemeral.Engine.Queues;

/// <summary>Decides which accepted item runs next. A struct type parameter of the engine, so that its calls are direct.</summary>
/// <remarks>
/// Every member is called under the engine's lock; queues order slot numbers, items never move. No member has a default body:
/// calling one on a struct boxes it, which loses its state and allocates.
/// </remarks>
internal interface IWorkQueue<TItem, TTag>
{
    /// <summary>Gets how many slots are queued, runnable or not.</summary>
    int Count { get; }

    /// <summary>Gets whether an item could start if a worker were free.</summary>
    bool HasRunnable { get; }

    /// <summary>Gets how many keys have items queued or running; null without keys.</summary>
    int? ActiveKeys { get; }

    /// <summary>Gets the lanes' names in rank order; empty without lanes.</summary>
    IReadOnlyList<string> Lanes { get; }

    /// <summary>Returns the key as text; null without keys. Runs the key's own code: never under the lock.</summary>
    static abstract string? KeyText(in TTag tag);

    /// <summary>Returns the index of an item's lane in <see cref="Lanes"/>; 0 without lanes.</summary>
    int LaneOf(in TTag tag);

    /// <summary>Returns how many of a lane's items may run at once, given the engine's own limit.</summary>
    int LimitOf(int lane, int engineLimit);

    /// <summary>Returns how many items a lane lets wait; null for no bound but the engine's.</summary>
    int? DepthOf(int lane);

    /// <summary>Tells whether the queue's own bounds, beside the engine's capacity, admit one more item.</summary>
    bool CanAccept(in TTag tag);

    /// <summary>Tells whether an item may be queued that is not worth waiting for: fair scheduling refuses those of a hot key.</summary>
    bool CanAcceptFairly(in TTag tag);

    /// <summary>Queues a slot and returns what <see cref="Release"/> will want to know.</summary>
    /// <param name="links">The slots' links.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="tag">Its tag.</param>
    object? Enqueue(SlotLinks links, int slot, in TTag tag);

    /// <summary>Queues a slot that comes back for its next attempt, in order of acceptance. It gives its key's turn back, and is the first to take it.</summary>
    void PutBack(SlotLinks links, int slot, in TTag tag, object? place);

    /// <summary>Takes the best slot that may run now and whose id is at most <paramref name="upTo"/>.</summary>
    bool TryDequeue(SlotLinks links, long upTo, out int slot);

    /// <summary>Lets only those of a lane's items start whose id is at most <paramref name="upTo"/>: 0 holds the lane.</summary>
    void SetRunnableUpTo(SlotLinks links, int lane, long upTo);

    /// <summary>Removes a queued slot that will never run.</summary>
    void Remove(SlotLinks links, int slot, in TTag tag, object? place);

    /// <summary>Gives back what <see cref="TryDequeue"/> took: the item's key and lane are free for the next.</summary>
    /// <param name="links">The slots' links.</param>
    /// <param name="tag">The item's tag.</param>
    /// <param name="place">What <see cref="Enqueue"/> returned.</param>
    /// <param name="keepsTurn">Whether the item will come back, so that its key stays with it.</param>
    void Release(SlotLinks links, in TTag tag, object? place, bool keepsTurn = false);

    /// <summary>Lets a queued slot start whatever its job waits for, because it has waited for long enough.</summary>
    /// <returns>False when its job waits for nothing: then it only waits for its turn.</returns>
    bool Hurry(SlotLinks links, int slot, in TTag tag);
}
