using Quartz;

namespace Ephemeral.Scheduling.Cron;

/// <summary>The occurrences of a cron expression in a time zone. Immutable.</summary>
/// <remarks>
/// The library finds the local times, as if the zone's clocks were never changed; what a change of the clocks does to them is decided here.
/// A fixed local time that a change leaves out is an occurrence at the end of the gap; one that comes twice is one the first time.
/// With open hours or minutes the real ones count: none in a gap, all in an hour that is repeated.
/// </remarks>
internal sealed class CronSchedule
{
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly DateTimeOffset _earliest = DateTimeOffset.MinValue.AddDays(3); // from here local times and the day before can be told
    private static readonly DateTimeOffset _latest = DateTimeOffset.MaxValue.AddDays(-3);

    private readonly CronExpression[] _local;
    private readonly bool _runsByTheClock;
    private readonly TimeZoneInfo _zone;

    /// <exception cref="FormatException">The expression is not valid.</exception>
    public CronSchedule(string cron, CronFormat format, TimeZoneInfo zone)
    {
        _local = [.. CronFields.Translate(cron, format, out _runsByTheClock).Select(static text => new CronExpression(text, TimeZoneInfo.Utc))];
        _zone = zone;
    }

    /// <summary>Returns the first occurrence after an instant; null when there is none.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset instant) => Next(instant.ToUniversalTime(), isInclusive: false);

    /// <summary>Returns the first occurrence at or after an instant; null when there is none.</summary>
    public DateTimeOffset? NextFrom(DateTimeOffset instant) => Next(instant.ToUniversalTime(), isInclusive: true);

    private DateTimeOffset? Next(DateTimeOffset from, bool isInclusive)
    {
        if (from < _earliest) from = _earliest;
        while (from <= _latest)
        {
            TimeSpan offset = _zone.GetUtcOffset(from);
            DateTime? local = NextLocal(from.UtcDateTime + offset, isInclusive);
            if (local is null || Instant(local.Value, offset) is not { } candidate) return null;
            if (NextChange(from, candidate) is { } change)
            {
                if (!_runsByTheClock && FallsIntoGap(change, offset)) return change;
                (from, isInclusive) = (change, true);
            }
            else if (_runsByTheClock || !IsRepeated(candidate, local.Value))
            {
                return candidate;
            }
            else
            {
                (from, isInclusive) = (candidate, false);
            }
        }

        return null;
    }

    /// <summary>Returns the first local time after the given one, or at it, that the expression names.</summary>
    private DateTime? NextLocal(DateTime local, bool isInclusive)
    {
        DateTimeOffset after = new(DateTime.SpecifyKind(isInclusive ? local - _second : local, DateTimeKind.Utc));
        DateTimeOffset? first = null;
        if (isInclusive && local.Ticks % TimeSpan.TicksPerSecond != 0) after += _second; // the library looks at whole seconds
        foreach (CronExpression expression in _local)
        {
            if (expression.GetNextValidTimeAfter(after) is { } next && (first is null || next < first)) first = next;
        }

        return first?.UtcDateTime;
    }

    /// <summary>Tells whether a change of the clocks leaves out a local time that the expression names.</summary>
    private bool FallsIntoGap(DateTimeOffset change, TimeSpan before)
    {
        TimeSpan after = _zone.GetUtcOffset(change);
        return after > before && NextLocal(change.UtcDateTime + before, isInclusive: true) < change.UtcDateTime + after;
    }

    /// <summary>Tells whether the same local time was there before, within a day: the clocks were set back between.</summary>
    private bool IsRepeated(DateTimeOffset candidate, DateTime local)
    {
        TimeSpan earlier = _zone.GetUtcOffset(candidate - _day);
        if (earlier <= _zone.GetUtcOffset(candidate)) return false;
        DateTimeOffset? first = Instant(local, earlier);
        return _zone.GetUtcOffset(first!.Value) == earlier;
    }

    /// <summary>Returns the first instant after one and up to another at which the zone's offset differs from the one before it.</summary>
    private DateTimeOffset? NextChange(DateTimeOffset after, DateTimeOffset until)
    {
        TimeSpan offset = _zone.GetUtcOffset(after);
        DateTimeOffset low = after;
        while (low < until)
        {
            DateTimeOffset high = until - low > _day ? low + _day : until;
            if (_zone.GetUtcOffset(high) != offset) return Bisect(low, high, offset);
            low = high;
        }

        return null;
    }

    private DateTimeOffset Bisect(DateTimeOffset low, DateTimeOffset high, TimeSpan offset)
    {
        while (high - low > TimeSpan.FromTicks(1))
        {
            DateTimeOffset middle = low + ((high - low) / 2);
            if (_zone.GetUtcOffset(middle) == offset) low = middle;
            else high = middle;
        }

        return high;
    }

    private static DateTimeOffset? Instant(DateTime local, TimeSpan offset)
    {
        long ticks = local.Ticks - offset.Ticks;
        return ticks <= 0 || ticks >= DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }
}
