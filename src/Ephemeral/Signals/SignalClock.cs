namespace Ephemeral.Signals;

/// <summary>Monotonic stamps for ages, and the wall-clock time of a stamp without reading the clock again.</summary>
internal sealed class SignalClock(TimeProvider time)
{
    private readonly double _ticksPerStamp = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;
    private Anchor _anchor = Anchor.Now(time);

    /// <summary>Reads the monotonic clock, and the wall clock once a second: a step of the latter shows, and expires nothing.</summary>
    public long Now()
    {
        long now = time.GetTimestamp();
        if (now - _anchor.Stamp >= time.TimestampFrequency) _anchor = Anchor.Now(time);
        return now;
    }

    public DateTimeOffset At(long stamp)
    {
        Anchor anchor = _anchor;
        return new(anchor.Ticks + (long)((stamp - anchor.Stamp) * _ticksPerStamp), TimeSpan.Zero);
    }

    /// <summary>Converts a time span; one too long to count is for ever.</summary>
    public long Stamps(TimeSpan span)
    {
        double stamps = span.Ticks / _ticksPerStamp;
        return stamps < long.MaxValue / 2 ? (long)stamps : long.MaxValue / 2;
    }

    public TimeSpan Span(long stamps) => new((long)Math.Ceiling(Math.Min(stamps * _ticksPerStamp, long.MaxValue / 2)));

    /// <summary>A pair that is never torn, because it is one object.</summary>
    private sealed record Anchor(long Stamp, long Ticks)
    {
        public static Anchor Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow().UtcTicks);
    }
}
