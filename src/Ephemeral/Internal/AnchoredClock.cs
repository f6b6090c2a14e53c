namespace Ephemeral.Internal;

/// <summary>Monotonic stamps for age and order, and the wall clock that belongs to them for what people see: one clock read an event.</summary>
/// <remarks>
/// Thread-safe. Stamp and wall time are read together once a second at most and kept in one object, so that the pair is never torn
/// and a step of the wall clock expires nothing.
/// </remarks>
internal sealed class AnchoredClock
{
    private readonly TimeProvider _time;
    private readonly double _ticksPerStamp;
    private Anchor _anchor;

    public AnchoredClock(TimeProvider time)
    {
        _time = time;
        _ticksPerStamp = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;
        _anchor = new(time.GetTimestamp(), time.GetUtcNow().UtcTicks);
    }

    public TimeProvider Time => _time;

    /// <summary>Reads the monotonic clock, and the wall clock with it when the anchor is older than a second.</summary>
    public long Now()
    {
        long now = _time.GetTimestamp();
        if (now - _anchor.Stamp > _time.TimestampFrequency) _anchor = new(now, _time.GetUtcNow().UtcTicks);
        return now;
    }

    public DateTimeOffset UtcAt(long stamp)
    {
        Anchor anchor = _anchor;
        return new(anchor.Ticks + (long)((stamp - anchor.Stamp) * _ticksPerStamp), TimeSpan.Zero);
    }

    public TimeSpan Between(long from, long to) => new((long)((to - from) * _ticksPerStamp));

    public long Stamps(TimeSpan span) => (long)(span.Ticks / _ticksPerStamp);

    private sealed record Anchor(long Stamp, long Ticks);
}
