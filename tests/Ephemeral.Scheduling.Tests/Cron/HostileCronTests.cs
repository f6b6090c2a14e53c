namespace Ephemeral.Scheduling.Tests.Cron;

public sealed class HostileCronTests
{
    private const string Alphabet = "0123456789*/,-?LW# ";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AnyText_IsAnExpressionWithAnAnswer_OrRefusedWithASentence(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 20_000; i++)
        {
            string cron = string.Join(' ', Enumerable.Range(0, random.Next(5, 7)).Select(_ => Field(random)));
            try
            {
                await Task.Run(() => new ScheduledTaskDefinition("a", cron, "s").GetNextOccurrence(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), TestContext.Current.CancellationToken).Within();
            }
            catch (ArgumentException error) when (error.ParamName == "cron")
            {
                Assert.Contains(cron, error.Message, StringComparison.Ordinal);
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, '{cron}': {error}");
            }
        }
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Asia/Tokyo")]
    [InlineData("UTC")]
    public void TheEndsOfTheCalendar_AreAnsweredToo(string zone)
    {
        ScheduledTaskDefinition daily = new("a", "0 0 * * *", "s", timeZone: TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.NotNull(daily.GetNextOccurrence(DateTimeOffset.MinValue));
        Assert.NotNull(daily.GetNextOccurrence(DateTimeOffset.MinValue, inclusive: true));
        Assert.Null(daily.GetNextOccurrence(DateTimeOffset.MaxValue));
        Assert.Null(daily.GetNextOccurrence(DateTimeOffset.MaxValue, inclusive: true));
    }

    private static string Field(Random random) => random.Next(3) == 0 ? "*" : string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Alphabet[random.Next(Alphabet.Length - 1)]));
}
