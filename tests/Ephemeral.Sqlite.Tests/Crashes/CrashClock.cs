namespace Ephemeral.Sqlite.Tests.Crashes;

/// <summary>A wall clock that the load sets; timers are real, and ring whenever they do.</summary>
internal sealed class CrashClock(long ticks) : TimeProvider
{
    private long _ticks = ticks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public long Move(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
