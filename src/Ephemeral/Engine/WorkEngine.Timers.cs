using Ephemeral.Internal;

namespace Ephemeral.Engine;

/// <summary>Waking up by itself.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private readonly long _timeout; // of a body, in stamps
    private readonly Alarm _timeoutAlarm;
    private bool _timeoutTimerArmed; // guarded by _gate

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
        Arm(_timeoutAlarm, first + _timeout);
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
                Interlocked.MemoryBarrier(); // either this sees the operation's object, or its maker sees that its time is up
                if (_table[worker.Slot].Operation is { } operation) stopped.Add(operation);
            }

            ArmTimeoutTimer();
        }

        stopped.ForEach(static operation => operation.CancelOwn());
    }

    private void Arm(Alarm alarm, long due) => alarm.Set(_settings.Clock.Span(Math.Max(0, due - _settings.Clock.Now())));
}
