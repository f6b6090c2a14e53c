namespace Ephemeral.Patterns.Tests;

/// <summary>A clock that tells when a timer is set, so that a test need not look again and again.</summary>
internal sealed class TimerWatch(TimeProvider inner) : TimeProvider
{
    public Action<TimeSpan> TimerSet { get; set; } = static _ => { };

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        WatchedTimer timer = new(this, inner.CreateTimer(callback, state, dueTime, period));
        if (dueTime != Timeout.InfiniteTimeSpan) TimerSet(dueTime);
        return timer;
    }

    private sealed class WatchedTimer(TimerWatch owner, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = inner.Change(dueTime, period);
            if (dueTime != Timeout.InfiniteTimeSpan) owner.TimerSet(dueTime);
            return changed;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
