using Ephemeral.Engine.Handlers;
using Ephemeral.Internal;
using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Items that wait for a time of their own: for their first attempt or the next, for the end of their patience, for leaving the window.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private readonly SortedSet<(long Due, long Id, int Slot)> _due = []; // guarded by _gate, as all below
    private readonly Alarm _dueAlarm;
    private int _betweenAttempts;

    /// <summary>Gets how many items wait: queued ones, and those between two attempts, which are in no queue and hold no slot.</summary>
    private int PendingCount => _queue.Count + _betweenAttempts;

    /// <summary>Lets a delayed item, or one that waits for its next attempt, start as soon as there is a slot.</summary>
    /// <returns>False when it waits for neither.</returns>
    public bool TryStartNow(long id)
    {
        lock (_gate)
        {
            int slot = id > 0 ? _table.Find(id) : -1;
            if (slot < 0 || !_table[slot].IsBetweenAttempts) return false;
            PutBack(slot, _settings.Clock.Now());
        }

        WakeOne();
        return true;
    }

    /// <summary>Changes the queue and looks whether something may start now.</summary>
    public void ChangeQueue<TState>(TState state, QueueChange<TQueue, TState> change)
    {
        lock (_gate) change(ref _queue, state);
        WakeOne();
    }

    /// <summary>Puts the worker's item aside until its next attempt: it keeps its id and its key's turn, and gives back everything else.</summary>
    /// <returns>The source of the attempt's token, to be disposed outside the lock.</returns>
    private CancellationTokenSource? PutAside(Worker worker, long now)
    {
        int slot = worker.Slot;
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        _running--;
        _betweenAttempts++;
        _queue.Release(_table, s.Tag, s.Place, keepsTurn: true);
        s.State = OperationState.Pending;
        s.IsBetweenAttempts = true;
        s.Origin = worker.Origin; // what caused the first attempt caused the next
        if (worker.RetryAfter is { Ticks: > 0 } delay) SetDue(slot, now + _settings.Clock.Stamps(delay));
        else PutBack(slot, now);
        worker.Finish();
        return s.Operation?.BeginAttempt();
    }

    /// <summary>Keeps an accepted item out of the queue for a time, as if it waited for its next attempt.</summary>
    private void Delay(int slot, TimeSpan delay)
    {
        _table[slot].IsBetweenAttempts = true;
        _betweenAttempts++;
        SetDue(slot, _settings.Clock.Now() + _settings.Clock.Stamps(delay));
    }

    /// <summary>Puts an item back whose next attempt may begin; its time in the queue counts from now.</summary>
    private void PutBack(int slot, long now)
    {
        ClearDue(slot);
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        s.IsBetweenAttempts = false;
        _betweenAttempts--;
        if (s.Accepted != 0 || _defers) s.Accepted = now;
        _queue.PutBack(_table, slot, s.Tag, s.Place);
        _waitingOrder?.Add(_table, _queue.LaneOf(s.Tag), slot);
        if (THandler.HasTerms) LimitWait(slot, s.Item);
    }

    /// <summary>Returns how long an item waits for its next attempt; null when it has failed for good. Runs the user's code.</summary>
    private TimeSpan? RetryAfter(int attempt, Exception error)
    {
        try
        {
            return _settings.Retry?.After(attempt, error);
        }
        catch (Exception fault)
        {
            _scope.Signals.Callbacks.Failed(nameof(EngineSettings.Retry), fault);
            return null;
        }
    }

    /// <summary>Says when an item that begins to wait now has waited for long enough.</summary>
    private void LimitWait(int slot, in TItem item)
    {
        if (_handler.TermsOf(item).AwaitTimeout is { } patience) SetDue(slot, _settings.Clock.Now() + _settings.Clock.Stamps(patience));
    }

    /// <summary>Follows the terms of an item that starts: its patience no longer matters, its operation may have to be kept.</summary>
    private void NoteStart(int slot, in ItemTerms terms)
    {
        ClearDue(slot);
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        if (!terms.IsPinned || s.Attempts > 1) return;
        if (CanPin) SetPinned(ref s, true);
        else _refusedPins++;
    }

    /// <summary>Ends the wait of an item that its queue holds back; one that only waits for its turn is asked again later.</summary>
    private void Hurry(int slot)
    {
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        if (_queue.Hurry(_table, slot, s.Tag)) s.IsOverdue = true;
        else LimitWait(slot, s.Item);
    }

    private void SetDue(int slot, long due)
    {
        ClearDue(slot);
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        s.Due = due;
        _due.Add((due, s.Id, slot));
        if (_due.Min.Slot == slot) ArmDueAlarm();
    }

    private void ClearDue(int slot)
    {
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        if (s.Due == 0) return;
        _due.Remove((s.Due, s.Id, slot));
        s.Due = 0;
    }

    private void ArmDueAlarm()
    {
        if (_due.Count > 0 && !_disposed) Arm(_dueAlarm, _due.Min.Due);
    }

    private void DueTimerFired()
    {
        Departures? departures;
        lock (_gate)
        {
            long now = _settings.Clock.Now();
            while (_due.Count > 0 && _due.Min.Due <= now)
            {
                int slot = _due.Min.Slot;
                ClearDue(slot);
                ref Slot<TItem, TTag, TResult> s = ref _table[slot];
                if (s.IsBetweenAttempts) PutBack(slot, now);
                else if (s.State == OperationState.Pending) Hurry(slot);
                else TakeOut(slot, EvictionReason.Age);
            }

            ArmDueAlarm();
            departures = TakeDepartures();
        }

        Tell(departures);
        WakeOne();
    }
}
