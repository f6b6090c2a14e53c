namespace Ephemeral.Tests.Caching;

/// <summary>A clock whose timers never ring: nothing is cleaned up, so that reads have to be exact by themselves.</summary>
public sealed class ClockWithoutTimers : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _now, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ManualTimeProvider().CreateTimer(callback, state, dueTime, period);
}
