using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Holding, limiting and ending.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private bool _paused; // guarded by _gate, as all below
    private bool _completing;
    private bool _isCancelled;
    private bool _disposed;
    private DateTimeOffset _completedAt;

    public bool IsCompleted
    {
        get
        {
            lock (_gate) return _completing;
        }
    }

    public bool IsCancelled
    {
        get
        {
            lock (_gate) return _isCancelled;
        }
    }

    public bool IsPaused
    {
        get
        {
            lock (_gate) return _paused;
        }
    }

    /// <summary>Gets the highest id that may start now: every one, none, or those that were deferred for as long as is allowed.</summary>
    /// <remarks>A queue whose lanes have rules of their own knows for each lane what is deferred.</remarks>
    private long RunnableUpTo => _paused ? 0 : _laneDeferrals.Length > 0 ? long.MaxValue : _deferral.RunnableUpTo;

    private bool NothingIsLeft => _completing && _reserved == 0 && PendingCount == 0 && _waitingWriters == 0 && !CanPull;

    public void Complete()
    {
        BlockedWriter? refused;
        bool drained;
        lock (_gate)
        {
            CloseIntake();
            _source?.End();
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
            _isCancelled |= !_completing || _running > 0 || PendingCount > 0 || _waitingWriters > 0 || CanPull;
            CloseIntake();
            _source?.End();
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
        _deferAlarm.Stop();
        _ageAlarm.Stop();
        _timeoutAlarm.Stop();
        _dueAlarm.Stop();
        EphemeralDiagnostics.Disposed(_probe, _settings.Observer);
    }

    public void Pause()
    {
        lock (_gate) _paused = true;
    }

    public void Resume()
    {
        lock (_gate) _paused = false;
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
}
