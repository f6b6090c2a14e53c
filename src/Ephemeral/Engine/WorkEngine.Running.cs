using Ephemeral.Engine.Handlers;
using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Running items.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private readonly List<Worker> _workers = []; // guarded by _gate: every worker ever made, at most the highest limit
    private readonly Stack<Worker> _idle = new();

    /// <summary>Reserves one worker if one could start an item now; the caller queues it outside the lock.</summary>
    private Worker? ReserveWorker()
    {
        if (_reserved >= _limit || !(_queue.HasRunnable || MayPull) || RunnableUpTo == 0) return null;
        _reserved++;
        if (_idle.TryPop(out Worker? worker)) return worker;
        _workers.Add(worker = new Worker(this));
        return worker;
    }

    /// <summary>Wakes one worker; each worker that takes an item wakes the next, so that the pool ramps up by itself.</summary>
    private void WakeOne()
    {
        Worker? wake;
        lock (_gate) wake = ReserveWorker();
        wake?.Queue();
    }

    /// <summary>Records what the worker has run and takes its next item, in one visit to the lock.</summary>
    /// <remarks>In two where callbacks are told of the end, or an item is pulled that takes its time: both belong to neither item.</remarks>
    /// <returns>False when there is nothing to run: the worker is idle then and must not be touched.</returns>
    private bool TakeNext(Worker worker, out TItem item)
    {
        Submission pulled = default;
        bool isPulled = false; // and not yet accepted
        while (true)
        {
            Visit visit = new() { HasEnded = worker.Slot >= 0 };
            if (_source is not null && !isPulled && (!visit.HasEnded || _source.IsAtHand)) isPulled = TryPull(out pulled);
            long now = worker.Ended != 0 ? worker.Ended : _settings.Clock.Now(); // after pulling, which may take its time
            item = default!;
            lock (_gate)
            {
                AssertInvariants();
                GiveBack(worker.Told);
                worker.Told = null;
                if (visit.HasEnded) Conclude(worker, now, ref visit);
                if (!visit.EndIsTold)
                {
                    visit.PulledIsAccepted = isPulled;
                    visit.HasItem = isPulled ? TryStartPulled(worker, pulled, now, out item) : TryStart(worker, now, out item);
                }

                visit.Admitted = AdmitWriters();
                visit.Departures = TakeDepartures();
                if (visit.HasItem) visit.Wake = ReserveWorker();
                else if (!visit.LooksAgain && !(MayPull && RunnableUpTo != 0 && _reserved <= _limit)) Rest(worker, ref visit);
            }

            Tell(worker, visit, pulled);
            isPulled &= !visit.PulledIsAccepted;
            if (visit.HasItem) return true;
            if (visit.IsIdle) return false; // else look again: what was told may have brought work, and drained comes after the last callback
        }
    }

    /// <summary>Records how the worker's item ended, or puts it aside until its next attempt.</summary>
    private void Conclude(Worker worker, long now, ref Visit visit)
    {
        if (worker.RetryAfter is not null && MayRetry(worker.Slot)) visit.Spent = PutAside(worker, now);
        else visit.Closed = Record(worker, now);
        visit.EndIsTold = _owner.WantsEnds || _departures is { ConcernOwner: true } || _source is { IsAtHand: false };
    }

    /// <summary>Makes the worker idle. From then on it may be queued at any moment.</summary>
    private void Rest(Worker worker, ref Visit visit)
    {
        _reserved--;
        _idle.Push(worker);
        visit.IsIdle = true;
        visit.IsDrained = NothingIsLeft;
    }

    private bool TryStart(Worker worker, long now, out TItem item)
    {
        while (_reserved <= _limit && _queue.TryDequeue(_table, RunnableUpTo, out int slot))
        {
            ref Slot<TItem, TTag, TResult> s = ref _table[slot];
            if (IsSkipped(s.Tag))
            {
                Release(slot);
                EndUnrun(slot, OperationState.Skipped, DiscardReason.SignalCancelled, now);
                continue;
            }

            item = s.Item;
            Begin(worker, slot, now);
            return true;
        }

        item = default!;
        return false;
    }

    private void Begin(Worker worker, int slot, long now)
    {
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        s.State = OperationState.Running;
        s.Started = now;
        s.Attempts++;
        ItemTerms terms = THandler.HasTerms ? _handler.TermsOf(s.Item) : default;
        if (THandler.HasTerms) NoteStart(slot, terms);
        worker.Begin(slot, ref s, DeadlineOf(now, terms));
        s.Operation?.Begin(now); // somebody looked it up while it waited
        s.Origin = null;
        _running++;
        ArmTimeoutTimer(worker.Deadline);
    }

    /// <summary>Tells whether an operation may be tried again: nobody killed it, removed it from the window, or stops the coordinator.</summary>
    private bool MayRetry(int slot) => !_table[slot].Killed && !_table[slot].Departed && !_isCancelled;

    /// <summary>Records how the worker's item ended; returns its operation, to be closed outside the lock.</summary>
    /// <remarks>Observers hear of what leaves the window for it only if they heard of its run.</remarks>
    private EphemeralOperation? Record(Worker worker, long now)
    {
        int slot = worker.Slot;
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        OperationState state = s.Killed ? OperationState.Cancelled : worker.Outcome switch
        {
            OperationOutcome.Completed => OperationState.Completed,
            OperationOutcome.Cancelled => OperationState.Cancelled,
            _ => OperationState.Failed,
        };
        Count(state);
        _running--;
        Release(slot);
        s.State = state;
        s.Ended = worker.Ended != 0 ? worker.Ended : now;
        s.Error = worker.Error;
        s.Result = worker.Result;
        TimeSpan? expireAfter = THandler.HasTerms ? _handler.TermsOf(s.Item).ExpireAfter : null;
        s.Item = default!;
        s.Place = null;
        EphemeralOperation? operation = s.Operation;
        operation?.End(s.Ended, s.Error, state);
        NoteEnd(slot);
        if (s.Departed) _table.Free(slot);
        else if (operation is null && IsUnseen) Forget(slot);
        else Remember(slot, now, worker.IsObserved);
        if (expireAfter is { } life && _table.Find(worker.Id) == slot) SetDue(slot, s.Ended + _settings.Clock.Stamps(life));
        worker.Finish();
        return operation;
    }

    private void Forget(int slot)
    {
        _table.Forget(slot);
        _table.Free(slot);
    }

    private void Count(OperationState state)
    {
        switch (state)
        {
            case OperationState.Completed:
                _completed++;
                break;
            case OperationState.Failed:
                _failed++;
                break;
            case OperationState.Cancelled:
                _cancelled++;
                break;
            default:
                _skipped++;
                break;
        }
    }

    /// <summary>Ends an accepted item that is in no queue and will not run.</summary>
    private void EndUnrun(int slot, OperationState state, DiscardReason reason, long now)
    {
        CloseUnrun(slot, state, reason, now);
        Remember(slot, now);
    }

    private void CloseUnrun(int slot, OperationState state, DiscardReason reason, long now)
    {
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        Count(state);
        ClearDue(slot);
        if (TellsDepartures) Discard(new(_probe, LaneName(s.Tag), s.Id, reason, TimeInQueue(s.Accepted, now)));
        s.State = state;
        s.Started = s.Ended = now;
        s.Item = default!;
        s.Place = null;
        s.Origin = null;
        if (s.Operation is { } lookedUp)
        {
            lookedUp.End(now, null, state);
            Departing.Closed.Add(lookedUp);
        }

        NoteEnd(slot);
    }

    /// <summary>Takes a waiting item out of the queue and ends it.</summary>
    private void Unqueue(int slot, OperationState state, DiscardReason reason)
    {
        RemoveFromQueue(slot);
        EndUnrun(slot, state, reason, _settings.Clock.Now());
    }

    private void Release(int slot)
    {
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        try
        {
            _queue.Release(_table, s.Tag, s.Place);
        }
        catch (Exception error)
        {
            Departing.KeyFaults.Add(error); // a comparer that throws when its key is forgotten: the worker goes on
        }
    }

    private void RemoveFromQueue(int slot)
    {
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        try
        {
            if (s.IsBetweenAttempts) PutBack(slot, now: 0);
            _queue.Remove(_table, slot, s.Tag, s.Place);
        }
        catch (Exception error)
        {
            Departing.KeyFaults.Add(error); // as above
        }
    }

    private TimeSpan TimeInQueue(long accepted, long now) => accepted == 0 ? TimeSpan.Zero : _settings.Clock.Span(now - accepted);

    /// <summary>Makes the object of an operation that starts, outside the lock; the exchange settles a race with <see cref="TryGetOperation"/>.</summary>
    private EphemeralOperation Publish(int slot, long started)
    {
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        EphemeralOperation made = new(s.Id, KeyText(s.Tag), _scope);
        EphemeralOperation published = Interlocked.CompareExchange(ref s.Operation, made, null) ?? made;
        published.Begin(started);
        while (published.IsPinned != s.Pinned) published.SetPinned(s.Pinned); // pinned before there was an object to tell, or while it was told
        if (s.Departed) published.TryCloseSignals(); // it left before there was an object to tell
        if (s.Killed) published.Kill();
        return published;
    }
}
