namespace Ephemeral.Scheduling.Tests.Cron;

/// <summary>What the change of clocks does, by example. Berlin: 29 March 2026 from 2 to 3, 25 October 2026 from 3 back to 2.</summary>
public sealed class ClockChangeTests
{
    private static readonly TimeZoneInfo _berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void AFixedTimeThatDoesNotExist_IsDueAtTheEndOfTheGap() =>
        Assert.Equal(["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"], Occurrences("30 2 * * *", "2026-03-28T00:00", 3));

    [Fact]
    public void SeveralOfThem_AreDueOnce_AlsoWithTheOneAtItsEnd() =>
        Assert.Equal(["2026-03-29T01:00", "2026-03-30T00:00"], Occurrences("0,15,30 2,3 * * *", "2026-03-28T23:00", 9).Where(time => time.EndsWith("00", StringComparison.Ordinal)).Take(2));

    [Fact]
    public void AFixedTimeThatExistsTwice_IsDueOnce_TheFirstTime() =>
        Assert.Equal(["2026-10-25T00:30", "2026-10-26T01:30"], Occurrences("30 2 * * *", "2026-10-24T12:00", 2));

    [Fact]
    public void OpenHours_AreEveryRealOne()
    {
        Assert.Equal(["2026-03-29T00:30", "2026-03-29T01:30", "2026-03-29T02:30"], Occurrences("30 * * * *", "2026-03-29T00:00", 3));
        Assert.Equal(["2026-10-25T00:30", "2026-10-25T01:30", "2026-10-25T02:30"], Occurrences("30 * * * *", "2026-10-25T00:00", 3));
    }

    [Fact]
    public void OpenMinutes_AreEveryRealOne()
    {
        Assert.Equal(["2026-03-30T00:00"], Occurrences("*/30 2 * * *", "2026-03-29T00:00", 1));
        Assert.Equal(["2026-10-25T00:00", "2026-10-25T00:30", "2026-10-25T01:00", "2026-10-25T01:30", "2026-10-26T01:00"], Occurrences("*/30 2 * * *", "2026-10-24T12:00", 5));
    }

    [Theory]
    [InlineData("0 0 12 * * 1", "2026-01-05T12:00", DayOfWeek.Monday)]
    [InlineData("0 12 * * 0", "2026-01-04T12:00", DayOfWeek.Sunday)]
    [InlineData("0 12 * * 7", "2026-01-04T12:00", DayOfWeek.Sunday)]
    [InlineData("0 12 ? * FRI#2", "2026-01-09T12:00", DayOfWeek.Friday)]
    [InlineData("0 12 ? * 5L", "2026-01-30T12:00", DayOfWeek.Friday)]
    [InlineData("0 12 L * *", "2026-01-31T12:00", DayOfWeek.Saturday)]
    [InlineData("0 12 13 * 5", "2026-01-02T12:00", DayOfWeek.Friday)]
    public void WeekdaysAreCrons(string cron, string expected, DayOfWeek day)
    {
        DateTimeOffset? next = new ScheduledTaskDefinition("test", cron, "signal").GetNextOccurrence(new(2026, 1, 1, 13, 0, 0, TimeSpan.Zero));
        Assert.Equal(expected, next?.ToString("yyyy-MM-ddTHH:mm", null));
        Assert.Equal(day, next!.Value.DayOfWeek);
    }

    [Fact]
    public void TheReferenceItselfCounts_IfInclusive()
    {
        ScheduledTaskDefinition definition = new("test", "0 12 * * *", "signal");
        DateTimeOffset noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(noon, definition.GetNextOccurrence(noon, inclusive: true));
        Assert.Equal(noon.AddDays(1), definition.GetNextOccurrence(noon));
        Assert.Equal(noon.AddDays(1), definition.GetNextOccurrence(noon.AddTicks(1), inclusive: true));
        Assert.Equal(noon, definition.GetNextOccurrence(noon.AddTicks(-1)));
        Assert.Null(new ScheduledTaskDefinition("never", "0 0 30 2 *", "signal").GetNextOccurrence(noon));
    }

    [Theory]
    [InlineData("* * * *", "4 fields")]
    [InlineData("* * * * * * *", "7 fields")]
    [InlineData("60 * * * *", "59")]
    [InlineData("* * * * 8", "'8' is no weekday")]
    [InlineData("* * * * MON-", "no weekday")]
    [InlineData("* * * * */0", "no weekday")]
    [InlineData("* * * * 5L9", "no weekday")]
    [InlineData("* , * * *", "',' is no list")]
    [InlineData("0 5-*4 * * *", "'5-*4' is no list")]
    [InlineData("* * * * FRI-MON", "backwards")]
    [InlineData("* * * * ,", "'' is no weekday")]
    [InlineData("*/0 * * * *", "step")]
    [InlineData("a * * * *", "'a' is no list")]
    public void ABadExpression_IsNamedWithItsReason(string cron, string reason)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ScheduledTaskDefinition("nightly", cron, "signal"));
        Assert.StartsWith($"The cron expression '{cron}' of 'nightly' is not valid: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static List<string> Occurrences(string cron, string after, int count)
    {
        ScheduledTaskDefinition definition = new("test", cron, "signal", timeZone: _berlin);
        List<string> found = [];
        DateTimeOffset at = DateTimeOffset.Parse(after + "Z", System.Globalization.CultureInfo.InvariantCulture);
        for (int i = 0; i < count; i++)
        {
            at = definition.GetNextOccurrence(at)!.Value;
            found.Add(at.ToString("yyyy-MM-ddTHH:mm", null));
        }

        return found;
    }
}
