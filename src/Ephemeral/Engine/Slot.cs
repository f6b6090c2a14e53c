using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>One operation from acceptance to eviction.</summary>
internal struct Slot<TItem, TTag, TResult>
{
    internal long Id;
    internal long Accepted; // a stamp; 0 while nothing asks for it
    internal long Started;
    internal long Ended;
    internal TItem Item; // cleared when the item ends: payloads are never kept
    internal TTag Tag;
    internal object? Place; // what the queue returned on enqueue: its key's or lane's state
    internal TResult? Result;
    internal Exception? Error;
    internal EphemeralOperation? Operation;
    internal OperationOrigin? Origin; // cleared on start
    internal long Due; // a stamp: when the time that it waits for is over; 0 while it waits for none
    internal OperationState State;
    internal int Attempts; // that have begun
    internal bool IsBetweenAttempts;
    internal bool IsOverdue; // it waited for too long and starts only to say so
    internal bool Pinned;
    internal bool Departed; // running, but removed from the window by the user
    internal bool Killed;
}
