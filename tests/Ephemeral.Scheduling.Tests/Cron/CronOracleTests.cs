namespace Ephemeral.Scheduling.Tests.Cron;

/// <summary>Two hundred expressions in five zones against a walk over every minute of ten years, changes of the clocks included.</summary>
public sealed class CronOracleTests
{
    private const int Expressions = 200;
    private const int Occurrences = 1_000;
    private const int Days = 3_653;

    private static readonly DateTime _start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")] // half an hour
    [InlineData("America/Santiago")] // at midnight, so that a day begins at one
    [InlineData("Africa/Casablanca")] // backwards for Ramadan
    public void OccurrencesAreThoseOfAWalkOverEveryMinute(string zoneId)
    {
        OracleZone zone = new(zoneId, _start, Days);
        Assert.InRange(zone.Changes.Count, 18, 22);
        int compared = 0;
        HashSet<int> crossed = [];
        for (int seed = 0; seed < Expressions; seed++)
        {
            Random random = new(seed);
            string cron = CronTexts.Next(random);
            int change = zone.Changes[seed % zone.Changes.Count];
            int after = seed % 4 == 0 ? 0 : Math.Max(0, change - random.Next(600)); // frequent ones begin shortly before a change
            List<DateTimeOffset> expected = new OracleCron(cron).Walk(zone, after, Occurrences);
            ScheduledTaskDefinition definition = new("test", cron, "signal", timeZone: zone.Zone);

            DateTimeOffset? at = new DateTimeOffset(zone.Start.AddMinutes(after).AddSeconds(59), TimeSpan.Zero);
            DateTimeOffset first = at.Value;
            foreach (DateTimeOffset occurrence in expected)
            {
                DateTimeOffset? next = definition.GetNextOccurrence(at!.Value);
                Assert.True(occurrence == next, $"seed {seed}: '{cron}' in {zoneId} after {at:O}: expected {occurrence:O} but was {next:O}");
                at = next;
                compared++;
            }

            if (expected.Count < Occurrences)
            {
                DateTimeOffset end = new(zone.Start.AddDays(Days), TimeSpan.Zero);
                Assert.False(definition.GetNextOccurrence(at!.Value) < end, $"seed {seed}: '{cron}' in {zoneId} has another after {at:O}");
            }

            crossed.UnionWith(zone.Changes.Where(minute => zone.Start.AddMinutes(minute) is var time && time > first.UtcDateTime && time <= at!.Value.UtcDateTime));
        }

        Assert.Equal(zone.Changes.Count, crossed.Count);
        Assert.InRange(compared, 50_000, Expressions * Occurrences);
    }
}
