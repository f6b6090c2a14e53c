namespace Ephemeral.TestKit;

/// <summary>A clock that moves only when told to. Timers fire in due order, on the thread that advances.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _wallClockOffset;
    private TaskCompletionSource? _armed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Gets how many timers are armed: what an idle component leaves behind.</summary>
    public int ActiveTimers
    {
        get { lock (_gate) return _timers.Count; }
    }

    /// <summary>Waits until a timer is armed: the code under test waits for time to pass.</summary>
    /// <param name="within">Counts timers only that ring within this time; null for any.</param>
    public async Task TimerArmedAsync(TimeSpan? within = null)
    {
        while (true)
        {
            Task armed;
            lock (_gate)
            {
                if (_timers.Exists(timer => within is null || timer.Due - _now <= within)) return;
                _armed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                armed = _armed.Task;
            }

            await armed.Within();
        }
    }

    /// <summary>Lets time pass in steps, whenever a timer is armed, until a task ends.</summary>
    public async Task PassUntilAsync(Task end, TimeSpan step)
    {
        while (await Task.WhenAny(end, TimerArmedAsync()).Within() != end) Advance(step);
        await end;
    }

    public override long GetTimestamp()
    {
        lock (_gate) return _now.Ticks;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now + _wallClockOffset;
    }

    /// <summary>Moves time on and fires what becomes due, each timer at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset target;
        lock (_gate) target = _now + by;
        while (TakeDue(target) is { } due) due.Fire();
        lock (_gate) if (_now < target) _now = target;
    }

    /// <summary>Steps the wall clock without passing time, as an administrator or NTP does.</summary>
    public void StepWallClock(TimeSpan by)
    {
        lock (_gate) _wallClockOffset += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? TakeDue(DateTimeOffset target)
    {
        lock (_gate)
        {
            ManualTimer? due = _timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
            if (due is null) return null;
            if (due.Due > _now) _now = due.Due;
            if (due.Period > TimeSpan.Zero) due.Due += due.Period;
            else _timers.Remove(due);
            return due;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        internal DateTimeOffset Due { get; set; }

        internal TimeSpan Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._gate)
            {
                owner._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = owner._now + dueTime;
                Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                owner._timers.Add(this);
                owner._armed?.TrySetResult();
                owner._armed = null;
                return true;
            }
        }

        public void Dispose()
        {
            lock (owner._gate) owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire() => callback(state);
    }
}
