using Ephemeral.Internal;
using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Remembering operations, and forgetting them.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private const int MaxPinsPerTracked = 10;

    private readonly long _lifetime; // in stamps
    private SlotList _kept; // guarded by _gate, as all below: pinned operations whose turn to leave has passed; mutable structs: never readonly
    private SlotList _finished; // in order of completion
    private readonly Alarm _ageAlarm;
    private bool _ageTimerArmed;
    private int _pins;
    private long _refusedPins;

    public EphemeralOperation? TryGetOperation(long id)
    {
        int slot;
        Slot<TItem, TTag, TResult> found;
        Departures? departures;
        lock (_gate)
        {
            TrimByAge();
            departures = TakeDepartures();
            slot = id > 0 ? _table.Find(id) : -1;
            found = slot < 0 ? default : _table[slot];
        }

        Tell(departures);
        if (slot < 0 || found.Operation is not null) return found.Operation;
        EphemeralOperation made = new(id, KeyText(found.Tag), _scope); // the key's own ToString: outside the lock
        lock (_gate)
        {
            if (_table.Find(id) != slot) return null; // it left meanwhile
            ref Slot<TItem, TTag, TResult> s = ref _table[slot];
            made.SetPinned(s.Pinned);
            if (s.State != OperationState.Pending) made.Begin(s.Started);
            if (s.State > OperationState.Running) made.End(s.Ended, s.Error, s.State);
            return Interlocked.CompareExchange(ref s.Operation, made, null) ?? made;
        }
    }

    public long RefusedPins
    {
        get
        {
            lock (_gate) return _refusedPins;
        }
    }

    public bool Pin(long id)
    {
        Departures? departures;
        bool pinned;
        lock (_gate)
        {
            TrimByAge();
            departures = TakeDepartures();
            int slot = id > 0 ? _table.Find(id) : -1;
            pinned = slot >= 0 && (_table[slot].Pinned || CanPin);
            if (pinned) SetPinned(ref _table[slot], true);
            else if (slot >= 0) _refusedPins++;
        }

        Tell(departures);
        return pinned;
    }

    public bool Unpin(long id)
    {
        Departures? departures;
        int slot;
        lock (_gate)
        {
            TrimByAge();
            slot = id > 0 ? _table.Find(id) : -1;
            if (slot >= 0)
            {
                SetPinned(ref _table[slot], false);
                if (_kept.Remove(_table, slot)) Leave(slot, EvictionReason.Capacity);
            }

            departures = TakeDepartures();
        }

        Tell(departures);
        return slot >= 0;
    }

    /// <summary>Removes an operation from the window, a running one too: it runs on unseen and still counts.</summary>
    public bool Evict(long id) => Remove(id, EvictionReason.Explicit);

    /// <summary>Removes an operation at once: a waiting one never runs, a running one has its own token cancelled.</summary>
    public bool TryKill(long id) => Remove(id, EvictionReason.Killed);

    public List<EphemeralOperationSnapshot> Snapshot(Func<OperationState, bool> include) => Snapshot(record => include(record.State));

    /// <summary>Returns snapshots of the chosen operations; the choice runs outside the lock.</summary>
    public List<EphemeralOperationSnapshot> Snapshot(Func<OperationRecord<TTag, TResult>, bool> include)
    {
        List<OperationRecord<TTag, TResult>> records = Records();
        List<EphemeralOperationSnapshot> snapshots = new(records.Count);
        foreach (OperationRecord<TTag, TResult> record in records)
            if (include(record)) snapshots.Add(record.ToSnapshot(KeyText(record.Tag), _settings.Clock));

        return snapshots;
    }

    /// <summary>Copies the window: finished operations in order of completion, then the running ones.</summary>
    public List<OperationRecord<TTag, TResult>> Records()
    {
        List<OperationRecord<TTag, TResult>> records;
        Departures? departures;
        lock (_gate)
        {
            TrimByAge();
            departures = TakeDepartures();
            records = new(_kept.Count + _finished.Count + _running);
            foreach (int slot in WindowSlots()) records.Add(RecordOf(slot));
        }

        Tell(departures);
        return records;
    }

    public List<EphemeralOperation> OperationsWithSignals()
    {
        List<OperationRecord<TTag, TResult>> records = Records();
        return [.. records.Where(static record => record.Operation is { HasSignals: true }).Select(static record => record.Operation!)];
    }

    private IEnumerable<int> WindowSlots()
    {
        foreach (int slot in _kept.In(_table)) yield return slot;
        foreach (int slot in _finished.In(_table)) yield return slot;
        foreach (Worker worker in _workers)
            if (worker.Slot >= 0 && !_table[worker.Slot].Departed) yield return worker.Slot;
    }

    private OperationRecord<TTag, TResult> RecordOf(int slot)
    {
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        return new(s.Id, s.Tag, s.State, s.Started, s.Ended, s.Result, s.Error, s.Operation, s.Pinned);
    }

    private bool CanPin => _pins < (long)_settings.MaxTrackedOperations * MaxPinsPerTracked;

    private void SetPinned(ref Slot<TItem, TTag, TResult> s, bool pinned)
    {
        if (s.Pinned == pinned) return;
        s.Pinned = pinned;
        _pins += pinned ? 1 : -1;
        s.Operation?.SetPinned(pinned);
    }

    private bool Remove(long id, EvictionReason reason)
    {
        bool kill = reason == EvictionReason.Killed;
        EphemeralOperation? running = null;
        Departures? departures;
        BlockedWriter? admitted;
        Worker? wake;
        bool removed;
        bool drained;
        lock (_gate)
        {
            TrimByAge();
            int slot = id > 0 ? _table.Find(id) : -1;
            removed = slot >= 0 && (kill || _table[slot].State != OperationState.Pending);
            if (removed) running = TakeOut(slot, reason);
            admitted = AdmitWriters(); // no worker may look before another item is enqueued
            wake = ReserveWorker();
            departures = TakeDepartures();
            drained = NothingIsLeft;
        }

        wake?.Queue();
        if (kill) running?.Kill();
        CompleteWriters(admitted);
        Tell(departures);
        if (drained) _drained.TrySetResult();
        return removed;
    }

    /// <summary>Takes an operation out of queue and window; returns its object if it waited or runs.</summary>
    private EphemeralOperation? TakeOut(int slot, EvictionReason reason)
    {
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        bool running = s.State == OperationState.Running;
        EphemeralOperation? waiting = s.State == OperationState.Pending ? s.Operation : null;
        if (s.State == OperationState.Pending)
        {
            RemoveFromQueue(slot);
            CloseUnrun(slot, OperationState.Cancelled, DiscardReason.Cancelled, _settings.Clock.Now());
        }
        else if (running)
        {
            s.Killed = reason == EvictionReason.Killed; // before Leave's barrier, as its maker looks after its own
        }
        else if (!(s.Pinned && _kept.Remove(_table, slot)))
        {
            _finished.Remove(_table, slot);
        }

        Leave(slot, reason);
        return running ? s.Operation : waiting; // a running one keeps its slot
    }

    /// <summary>Adds an ended operation to the window, at whose other end others leave.</summary>
    private void Remember(int slot, long now, bool isObserved = true)
    {
        _finished.Append(_table, slot);
        while (_finished.Count > _settings.MaxTrackedOperations) PassOldest(EvictionReason.Capacity, isObserved);
        if (_lifetime == long.MaxValue) return;
        TrimByAge(now, isObserved);
        ArmAgeTimer();
    }

    private void TrimByAge()
    {
        if (_lifetime != long.MaxValue && _finished.Count > 0) TrimByAge(_settings.Clock.Now());
    }

    private void TrimByAge(long now, bool isObserved = true)
    {
        while (_finished.Count > 0 && now - _table[_finished.First].Ended >= _lifetime) PassOldest(EvictionReason.Age, isObserved);
    }

    private void PassOldest(EvictionReason reason, bool isObserved)
    {
        _finished.TryTake(_table, out int slot);
        if (_table[slot].Pinned) _kept.Append(_table, slot);
        else Leave(slot, reason, isObserved);
    }

    /// <summary>Takes an operation that is in no list out of the window. A running one keeps its slot until its body ends.</summary>
    private void Leave(int slot, EvictionReason reason, bool isObserved = true)
    {
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        s.Departed = true;
        Interlocked.MemoryBarrier(); // either this sees a running operation's object, or its maker sees what became of it
        bool hasSignals = s.Operation is { } operation && !operation.TryCloseSignals();
        if (_owner.WantsDepartures || hasSignals || (isObserved && TellsDepartures))
        {
            Departing.Left.Add((RecordOf(slot), reason));
            Departing.ConcernOwner |= _owner.WantsDepartures || hasSignals;
        }

        if (s.Pinned) _pins--;
        ClearDue(slot);
        _table.Forget(slot);
        if (s.State != OperationState.Running) _table.Free(slot);
    }

    /// <summary>One timer for the oldest finished operation, armed only while there is one: an idle coordinator cleans itself and rests.</summary>
    private void ArmAgeTimer()
    {
        if (_ageTimerArmed || _disposed || _finished.Count == 0) return;
        _ageTimerArmed = true;
        Arm(_ageAlarm, _table[_finished.First].Ended + _lifetime);
    }

    private void AgeTimerFired()
    {
        Departures? departures;
        lock (_gate)
        {
            long now = _settings.Clock.Now();
            _ageTimerArmed = false;
            TrimByAge(now);
            ArmAgeTimer();
            departures = TakeDepartures();
        }

        Tell(departures);
    }
}
