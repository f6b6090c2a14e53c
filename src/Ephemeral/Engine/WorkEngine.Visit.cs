namespace Ephemeral.Engine;

/// <summary>What a worker's visit to the lock leaves to be told outside it.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    /// <summary>Tells, outside the lock, what a worker's visit has done inside it.</summary>
    private void Tell(Worker worker, in Visit visit, in Submission pulled)
    {
        visit.Wake?.Queue();
        visit.Closed?.Close(); // unlinking a token may wait for its callbacks: never under the lock
        visit.Spent?.Dispose(); // as above
        CompleteWriters(visit.Admitted);
        if (visit.Departures is not null) TellAll(worker.Told = visit.Departures); // then it looks again, and gives them back
        if (visit.HasEnded && _owner.WantsEnds) _owner.Ended();
        if (visit.EndIsTold) worker.RestoreContext(); // what a callback left in it belongs to no item
        if (visit.PulledIsAccepted) Submitted(Observer, pulled, EnqueueRefusal.None);
        if (visit.IsDrained) _drained.TrySetResult();
    }

    /// <summary>What one visit of a worker to the lock has done, and leaves to be told outside it.</summary>
    private ref struct Visit
    {
        /// <summary>The worker came from an item.</summary>
        internal bool HasEnded;

        /// <summary>Callbacks are told of the item's end before the worker looks for the next.</summary>
        internal bool EndIsTold;

        internal bool PulledIsAccepted;

        /// <summary>The worker has its next item.</summary>
        internal bool HasItem;

        internal bool IsIdle;

        internal bool IsDrained;

        /// <summary>Another worker, since more may start.</summary>
        internal Worker? Wake;

        /// <summary>The operation that ended.</summary>
        internal EphemeralOperation? Closed;

        /// <summary>The token's source of an attempt that is followed by another.</summary>
        internal CancellationTokenSource? Spent;

        internal BlockedWriter? Admitted;

        internal Departures? Departures;

        /// <summary>Gets whether what is told may bring work.</summary>
        internal readonly bool LooksAgain => EndIsTold || Departures is not null || Admitted is not null;
    }
}
