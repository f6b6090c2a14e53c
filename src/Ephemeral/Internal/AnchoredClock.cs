namespace Ephemeral.Internal;

/// <summary>Monotonic stamps for ages and order, and the wall-clock time of a stamp without reading the clock again.</summary>
/// <remarks>Thread-safe. The wall clock is read once a second: a step of it shows, and expires nothing.</remarks>
internal sealed class AnchoredClock(TimeProvider time)
{
    private readonly long _second = time.TimestampFrequency; // asked once: it is a virtual call
    private readonly double _ticksPerStamp = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;
    private Anchor _anchor = Anchor.Now(time);

    public TimeProvider Time => time;

    public long Now()
    {
        long now = time.GetTimestamp();
        if (now - _anchor.Stamp >= _second) _anchor = Anchor.Now(time);
        return now;
    }

    public DateTimeOffset At(long stamp)
    {
        Anchor anchor = _anchor;
        return new(new DateTime(anchor.Ticks + (long)((stamp - anchor.Stamp) * _ticksPerStamp), DateTimeKind.Utc)); // the constructor with an offset checks it
    }

    /// <summary>Converts a time span; one too long to count is for ever.</summary>
    public long Stamps(TimeSpan span)
    {
        double stamps = span.Ticks / _ticksPerStamp;
        return stamps < long.MaxValue / 2 ? (long)stamps : long.MaxValue / 2;
    }

    /// <summary>Converts a number of stamps, rounding up: a timer set to it never fires too early.</summary>
    public TimeSpan Span(long stamps) => new((long)Math.Ceiling(Math.Min(stamps * _ticksPerStamp, long.MaxValue / 2)));

    /// <summary>A pair that is never torn, because it is one object.</summary>
    private sealed record Anchor(long Stamp, long Ticks)
    {
        public static Anchor Now(TimeProvider time) => new(time.GetTimestamp(), time.GetUtcNow().UtcTicks);
    }
}
