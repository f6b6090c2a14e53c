using Ephemeral.Internal;
using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Following defer and cancel rules, of the whole coordinator and of its lanes.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private readonly Deferral _deferral; // guarded by _gate, as all below
    private readonly Deferral[] _laneDeferrals;
    private readonly Alarm _deferAlarm;
    private volatile bool _defers; // whether a deferral is active: only then do items carry the time of their acceptance
    private long _heldUntil; // a stamp, read without the lock: the end of the last hold; 0 before the first

    /// <summary>Follows a defer rule. Level-triggered: it reads the rule as it is now, so a late call never undoes a newer one.</summary>
    public void FollowDefer(int lane, Func<bool> isPresent, string? pattern)
    {
        bool begun;
        lock (_gate)
        {
            Deferral deferral = DeferralOf(lane);
            bool active = deferral.CanHold && isPresent() && !_disposed;
            if (active == deferral.IsActive) return;
            begun = active;
            if (active) deferral.Begin(_settings.Clock.Now(), pattern);
            else deferral.End(_settings.Clock.Now());
            ApplyToLanes();
            _defers = _deferral.IsActive || Array.Exists(_laneDeferrals, static lane => lane.IsActive);
            Volatile.Write(ref _heldUntil, _defers ? long.MaxValue : _settings.Clock.Now());
            ArmDeferTimer();
        }

        WakeOne();
        if (begun && pattern is not null)
            Observer?.OperationsDeferred(new(_probe, lane == Deferral.WholeCoordinator ? null : _queue.Lanes[lane], pattern));
    }

    /// <summary>Follows a cancel rule, level-triggered.</summary>
    public void FollowCancel(int lane, Func<bool> isPresent)
    {
        lock (_gate)
        {
            DeferralOf(lane).IsSkipping = isPresent();
            ApplyToLanes();
        }

        WakeOne();
    }

    private Deferral DeferralOf(int lane) => lane == Deferral.WholeCoordinator ? _deferral : _laneDeferrals[lane];

    /// <summary>Returns the patterns that held an item back while it waited, oldest first; null for none.</summary>
    private IReadOnlyList<string>? DeferredBy(in TTag tag, long accepted, long started)
    {
        lock (_gate)
        {
            IEnumerable<(long Onset, string Pattern)> holds = _deferral.HoldsOf(accepted, started);
            if (_laneDeferrals.Length > 0) holds = holds.Concat(_laneDeferrals[_queue.LaneOf(tag)].HoldsOf(accepted, started));
            string[] patterns = [.. holds.OrderBy(static hold => hold.Onset).Select(static hold => hold.Pattern)];
            return patterns.Length == 0 ? null : patterns;
        }
    }

    private bool IsSkipped(in TTag tag) => _deferral.IsSkipping || (_laneDeferrals.Length > 0 && _laneDeferrals[_queue.LaneOf(tag)].IsSkipping);

    /// <summary>Tells the queue's lanes up to which id they may start: what a cancel rule discards is held back by no deferral.</summary>
    private void ApplyToLanes()
    {
        foreach (Deferral lane in _laneDeferrals)
        {
            bool skips = _deferral.IsSkipping || lane.IsSkipping;
            _queue.SetRunnableUpTo(_table, lane.Lane, skips ? long.MaxValue : Math.Min(lane.RunnableUpTo, _deferral.RunnableUpTo));
        }
    }

    /// <summary>Lets those run that were held for the longest time allowed, and waits for the next.</summary>
    private void DeferTimerFired()
    {
        lock (_gate)
        {
            if (_disposed) return;
            long now = _settings.Clock.Now();
            foreach (int slot in QueuedSlots())
            {
                ref Slot<TItem, TTag, TResult> s = ref _table[slot];
                if (_deferral.IsActive && _deferral.DueOf(s.Accepted) <= now) _deferral.Release(s.Id);
                if (_laneDeferrals.Length == 0) continue;
                Deferral lane = _laneDeferrals[_queue.LaneOf(s.Tag)];
                if (lane.IsActive && lane.DueOf(s.Accepted) <= now) lane.Release(s.Id);
            }

            if (_source is not null && _deferral.IsActive && _deferral.DueOf(0) <= now) _deferral.Release(long.MaxValue); // what is not pulled yet has waited since the onset
            ApplyToLanes();
            ArmDeferTimer();
        }

        WakeOne();
    }

    /// <summary>Returns those that a deferral can hold: what is kept out of the queue waits for its own time, and is held from then on.</summary>
    private IEnumerable<int> QueuedSlots() => _table.SlotsIn(OperationState.Pending).Where(slot => !_table[slot].IsBetweenAttempts);

    /// <summary>Sets the one timer to the earliest end of a deferral; without one it rests.</summary>
    private void ArmDeferTimer()
    {
        if (_disposed) return;
        long now = _settings.Clock.Now();
        long next = long.MaxValue;
        if (_deferral.IsActive) next = NextDue(_deferral, now);
        foreach (Deferral lane in _laneDeferrals)
            if (lane.IsActive) next = Math.Min(next, NextDue(lane, now));

        if (next != long.MaxValue) Arm(_deferAlarm, next);
        else _deferAlarm.Set(null);
    }

    /// <summary>Returns when the first held item must be let go; while none is held, when one accepted now would have to be.</summary>
    private long NextDue(Deferral deferral, long now)
    {
        if (_source is not null) return deferral.ReleasedUpTo == long.MaxValue ? long.MaxValue : deferral.DueOf(0); // what is not pulled yet waits since the onset
        long next = deferral.DueOf(now);
        foreach (int slot in QueuedSlots())
        {
            ref Slot<TItem, TTag, TResult> s = ref _table[slot];
            bool held = s.Id > deferral.ReleasedUpTo && (deferral.Lane == Deferral.WholeCoordinator || deferral.Lane == _queue.LaneOf(s.Tag));
            if (held) next = Math.Min(next, deferral.DueOf(s.Accepted));
        }

        return next;
    }
}
