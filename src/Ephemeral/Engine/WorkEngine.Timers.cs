using Ephemeral.Engine.Handlers;
using Ephemeral.Internal;

namespace Ephemeral.Engine;

/// <summary>Waking up by itself.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private readonly long _timeout; // of a body, in stamps
    private readonly Alarm _timeoutAlarm;
    private long _nextTimeout = long.MaxValue; // guarded by _gate: what the alarm is set to

    private TimeoutException TimedOut(Exception error, TimeSpan limit) =>
        new($"The operation ran longer than {limit} in the coordinator '{_settings.Name}' and was stopped. Allow it more time ({nameof(EngineSettings.OperationTimeout)}, or TimeoutMs of an attribute job), or make the body faster.", error);

    /// <summary>Returns when a body that starts now must have ended.</summary>
    private long DeadlineOf(long now, in ItemTerms terms)
    {
        long limit = THandler.HasTerms && terms.Timeout is { } own ? _settings.Clock.Stamps(own) : _timeout;
        return limit == long.MaxValue ? long.MaxValue : now + limit;
    }

    /// <summary>One timer for the running body whose time is up first.</summary>
    private void ArmTimeoutTimer(long deadline)
    {
        if (deadline >= _nextTimeout || _disposed) return;
        _nextTimeout = deadline;
        Arm(_timeoutAlarm, deadline);
    }

    private void TimeoutTimerFired()
    {
        List<(EphemeralOperation Operation, CancellationTokenSource? Own)> stopped = [];
        lock (_gate)
        {
            long now = _settings.Clock.Now();
            long next = long.MaxValue;
            _nextTimeout = long.MaxValue;
            foreach (Worker worker in _workers)
            {
                if (worker.Slot < 0 || worker.IsTimedOut) continue;
                if (worker.Deadline > now)
                {
                    next = Math.Min(next, worker.Deadline);
                    continue;
                }

                worker.IsTimedOut = true;
                Interlocked.MemoryBarrier(); // either this sees the operation's object, or its maker sees that its time is up
                if (_table[worker.Slot].Operation is { } operation) stopped.Add((operation, operation.Own)); // the next attempt has another
            }

            ArmTimeoutTimer(next);
        }

        stopped.ForEach(static stopped => stopped.Operation.Cancel(stopped.Own));
    }

    private void Arm(Alarm alarm, long due) => alarm.Set(_settings.Clock.Span(Math.Max(0, due - _settings.Clock.Now())));
}
