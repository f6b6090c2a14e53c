using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Holding, limiting and ending.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private readonly long _longestDeferral; // in stamps
    private HoldReasons _holds; // guarded by _gate, as all below
    private ITimer? _deferTimer;
    private long _deferredSince;
    private long _releasedUpTo; // ids that have been deferred for the longest time allowed
    private bool _skipping;
    private bool _completing;
    private bool _disposed;
    private DateTimeOffset _completedAt;

    public bool IsCompleted
    {
        get
        {
            lock (_gate) return _completing;
        }
    }

    public bool IsPaused
    {
        get
        {
            lock (_gate) return (_holds & HoldReasons.Paused) != 0;
        }
    }

    /// <summary>Gets the highest id that may start now: every one, none, or those that were deferred for as long as is allowed.</summary>
    private long RunnableUpTo
    {
        get
        {
            if (_holds == HoldReasons.None) return long.MaxValue;
            if ((_holds & HoldReasons.Paused) != 0) return 0;
            return _skipping ? long.MaxValue : _releasedUpTo;
        }
    }

    private bool NothingIsLeft => _completing && _reserved == 0 && _queue.Count == 0 && _writers.Count == 0;

    public void Complete()
    {
        BlockedWriter? refused;
        bool drained;
        lock (_gate)
        {
            CloseIntake();
            refused = TakeAllWriters();
            drained = NothingIsLeft;
        }

        CompleteWriters(refused, refused is null ? null : IntakeClosed());
        if (drained) _drained.TrySetResult();
    }

    public void Cancel()
    {
        BlockedWriter? refused;
        Departures? departures;
        bool drained;
        lock (_gate)
        {
            CloseIntake();
            foreach (int slot in _table.SlotsIn(OperationState.Pending).OrderBy(_table.IdOf).ToList())
                Unqueue(slot, OperationState.Cancelled, DiscardReason.Shutdown);

            refused = TakeAllWriters();
            departures = TakeDepartures();
            drained = NothingIsLeft;
        }

        _ = CancelBodiesAsync();
        CompleteWriters(refused, refused is null ? null : IntakeClosed());
        Tell(departures);
        if (drained) _drained.TrySetResult();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
        }

        Cancel();
        ITimer? defer;
        ITimer? age;
        lock (_gate)
        {
            (defer, _deferTimer) = (_deferTimer, null);
            (age, _ageTimer) = (_ageTimer, null);
        }

        defer?.Dispose();
        age?.Dispose();
        EphemeralDiagnostics.Disposed(_probe, _settings.Observer);
    }

    public void Hold(HoldReasons reason)
    {
        lock (_gate) _holds |= reason;
    }

    public void Resume(HoldReasons reason)
    {
        lock (_gate) _holds &= ~reason;
        WakeOne();
    }

    /// <summary>Follows a defer rule. Level-triggered: it reads the rule as it is now, so a late call never undoes a newer one.</summary>
    public void FollowDefer(Func<bool> isPresent)
    {
        lock (_gate)
        {
            bool deferred = isPresent() && !_disposed;
            if (deferred == ((_holds & HoldReasons.Deferred) != 0)) return;
            _holds = deferred ? _holds | HoldReasons.Deferred : _holds & ~HoldReasons.Deferred;
            _releasedUpTo = 0;
            _deferredSince = _settings.Clock.Now();
            if (deferred) Arm(ref _deferTimer, static engine => engine.ReleaseLongDeferred(), _deferredSince + _longestDeferral);
            else _deferTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        WakeOne();
    }

    /// <summary>Follows a cancel rule, level-triggered.</summary>
    public void FollowCancel(Func<bool> isPresent)
    {
        lock (_gate) _skipping = isPresent();
        WakeOne();
    }

    public void SetLimit(int limit)
    {
        lock (_gate) _limit = limit;
        WakeOne();
    }

    private void CloseIntake()
    {
        if (_completing) return;
        _completing = true;
        _completedAt = _settings.Clock.Time.GetUtcNow();
    }

    /// <summary>Cancels the bodies' token without running their callbacks on the caller's thread; what these throw is counted.</summary>
    private async Task CancelBodiesAsync()
    {
        try
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _scope.Signals.Callbacks.Failed("CancellationToken", error);
        }
    }

    /// <summary>Lets those run that were held for the longest time allowed: it counts from the later of acceptance and the hold's onset.</summary>
    private void ReleaseLongDeferred()
    {
        lock (_gate)
        {
            if ((_holds & HoldReasons.Deferred) == 0 || _deferTimer is null) return;
            long now = _settings.Clock.Now();
            long next = long.MaxValue;
            foreach (int slot in _table.SlotsIn(OperationState.Pending))
            {
                long due = Math.Max(_table[slot].Accepted, _deferredSince) + _longestDeferral;
                if (due <= now) _releasedUpTo = Math.Max(_releasedUpTo, _table[slot].Id);
                else next = Math.Min(next, due);
            }

            Arm(ref _deferTimer, static engine => engine.ReleaseLongDeferred(), next == long.MaxValue ? now + _longestDeferral : next);
        }

        WakeOne();
    }
}
