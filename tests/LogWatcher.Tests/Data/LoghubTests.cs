using LogWatcher.Formats;
using LogWatcher.Watching;
using Microsoft.Extensions.Logging;

namespace LogWatcher.Tests.Data;

public class LoghubTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Apache")]
    [InlineData("HDFS")]
    [InlineData("Zookeeper")]
    public async Task Levels_AreThoseOfTheTable(string system)
    {
        (string path, IReadOnlyList<IReadOnlyDictionary<string, string>> rows) = LoghubData.Load(system);

        List<LogEvent> events = await ReadAsync(path);

        Assert.Equal(rows.Select(row => LevelOf(row["Level"])), events.Select(logEvent => logEvent.Level));
    }

    [Theory]
    [InlineData("Linux", "error:|fatal:|warning:")]
    [InlineData("OpenSSH", "error:|fatal:|warning:")]
    public async Task Levels_OfSyslog_AreThoseOfTheLeadingWord(string system, string words)
    {
        (string path, IReadOnlyList<IReadOnlyDictionary<string, string>> rows) = LoghubData.Load(system);
        string[] leading = words.Split('|');
        int expected = rows.Count(row => leading.Any(word => row["Content"].StartsWith(word, StringComparison.Ordinal)));

        List<LogEvent> events = await ReadAsync(path);

        Assert.Equal(rows.Count, events.Count);
        Assert.Equal(expected, events.Count(logEvent => logEvent.Level > LogLevel.Information));
    }

    [Theory]
    [InlineData("Apache", 2_000)]
    [InlineData("HDFS", 2_000)]
    [InlineData("Zookeeper", 2_000)]
    [InlineData("Linux", 1_999)]
    [InlineData("OpenSSH", 2_000)]
    public async Task Messages_AreThoseOfTheTable(string system, int atLeast)
    {
        (string path, IReadOnlyList<IReadOnlyDictionary<string, string>> rows) = LoghubData.Load(system);

        List<LogEvent> events = await ReadAsync(path);

        var pairs = rows.Zip(events).Select(pair => (Expected: pair.First["Content"].Trim(), Actual: pair.Second.Message.Trim())).ToList();
        int equal = pairs.Count(pair => pair.Expected == pair.Actual);
        output.WriteLine($"{system}: {equal} of {rows.Count} messages are as in the table");
        foreach (var (expected, actual) in pairs.Where(pair => pair.Expected != pair.Actual).Take(5)) output.WriteLine($"  '{actual}' is not '{expected}'");
        Assert.True(equal >= atLeast);
    }

    [Theory]
    [InlineData("Apache", 0.5)]
    [InlineData("HDFS", 0.5)]
    [InlineData("Zookeeper", 0.5)]
    [InlineData("Linux", 0.1)]
    [InlineData("OpenSSH", 0.1)]
    public void Templates_GroupAsInTheTable(string system, double atLeast)
    {
        (_, IReadOnlyList<IReadOnlyDictionary<string, string>> rows) = LoghubData.Load(system);
        MaskingTemplateMiner miner = new();
        string[] mined = [.. rows.Select(row => miner.Mine(row["Content"]).Text)];

        double accuracy = GroupingAccuracy(mined, [.. rows.Select(row => row["EventId"])]);

        output.WriteLine($"{system}: grouping accuracy {accuracy:P1}, {miner.Count} templates");
        Assert.True(accuracy >= atLeast, $"{accuracy:P1}");
    }

    /// <summary>Gives the share of messages whose group holds exactly the messages that the table groups with them.</summary>
    private static double GroupingAccuracy(string[] mined, string[] expected)
    {
        HashSet<(string, int)> expectedGroups = [.. expected.GroupBy(id => id).Select(group => (group.Key, group.Count()))];
        int right = 0;
        foreach (var group in mined.Zip(expected).GroupBy(pair => pair.First))
        {
            string[] ids = [.. group.Select(pair => pair.Second).Distinct()];
            if (ids.Length == 1 && expectedGroups.Contains((ids[0], group.Count()))) right += group.Count();
        }

        return (double)right / mined.Length;
    }

    private static async Task<List<LogEvent>> ReadAsync(string path)
    {
        List<LogEvent> events = [];
        LogWatch watch = new([path], new FollowOptions { Once = true }, (in LogEventView logEvent) => events.Add(logEvent.ToEvent()));
        await watch.RunAsync(exception => throw exception, default).Within();
        return events;
    }

    private static LogLevel LevelOf(string name) => name switch
    {
        "error" or "ERROR" => LogLevel.Error,
        "WARN" => LogLevel.Warning,
        "INFO" or "notice" => LogLevel.Information,
        _ => throw new InvalidOperationException($"The table has the level '{name}', which the test does not know."),
    };
}
