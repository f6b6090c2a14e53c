namespace Ephemeral.Engine;

/// <summary>Waking up by itself.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private static readonly TimeSpan _longestWait = TimeSpan.FromDays(1); // every tick looks again, and timers end at 49 days

    private readonly long _timeout; // of a body, in stamps
    private ITimer? _timeoutTimer; // guarded by _gate, as the next
    private bool _timeoutTimerArmed;

    private TimeoutException TimedOut(Exception error) =>
        new($"The operation ran longer than {_settings.OperationTimeout} in the coordinator '{_settings.Name}' and was stopped. Raise {nameof(EngineSettings.OperationTimeout)}, or make the body faster.", error);

    /// <summary>One timer for the running body that started first.</summary>
    private void ArmTimeoutTimer()
    {
        if (_timeout == long.MaxValue || _timeoutTimerArmed || _disposed) return;
        long first = long.MaxValue;
        foreach (Worker worker in _workers)
            if (worker.Slot >= 0 && !worker.IsTimedOut) first = Math.Min(first, worker.Started);

        if (first == long.MaxValue) return;
        _timeoutTimerArmed = true;
        Arm(ref _timeoutTimer, static engine => engine.TimeoutTimerFired(), first + _timeout);
    }

    private void TimeoutTimerFired()
    {
        List<EphemeralOperation> stopped = [];
        lock (_gate)
        {
            long now = _settings.Clock.Now();
            _timeoutTimerArmed = false;
            foreach (Worker worker in _workers)
            {
                if (worker.Slot < 0 || worker.IsTimedOut || now - worker.Started < _timeout) continue;
                worker.IsTimedOut = true;
                if (_table[worker.Slot].Operation is { } operation) stopped.Add(operation);
            }

            ArmTimeoutTimer();
        }

        stopped.ForEach(static operation => operation.CancelOwn());
    }

    /// <summary>Sets a one-shot timer to a stamp, making it on first use so that it keeps no request's context alive.</summary>
    private void Arm(ref ITimer? timer, Action<WorkEngine<TItem, TTag, TResult, TQueue, THandler>> tick, long due)
    {
        TimeSpan wait = _settings.Clock.Span(due - _settings.Clock.Now());
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > _longestWait ? _longestWait : wait;
        if (timer is not null)
        {
            timer.Change(wait, Timeout.InfiniteTimeSpan);
            return;
        }

        using AsyncFlowControl flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        timer = _settings.Clock.Time.CreateTimer(_ => tick(this), null, wait, Timeout.InfiniteTimeSpan);
    }
}
