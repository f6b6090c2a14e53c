using System.Text.Json;

namespace Ephemeral.Scheduling.Tests.Definitions;

public sealed class ScheduleFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"schedules-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void AFile_IsReadWhole()
    {
        File.WriteAllText(_path, """
            [
              { "name": "backup", "cron": "0 2 * * *", "signal": "backup.run", "key": "db", "payload": { "to": ["s3"] },
                "description": "Nightly", "timeZone": "Europe/Berlin", "runOnStartup": true },
              { "Name": "beat", "CRON": "*/10 * * * * *", "signal": "beat", "timezone": "W. Europe Standard Time", "format": "includeSeconds" }, // seconds
            ]
            """);

        IReadOnlyList<ScheduledTaskDefinition> definitions = ScheduledTaskDefinition.LoadFromJsonFile(_path);

        Assert.Equal(("backup", "0 2 * * *", "backup.run", "db", "Nightly", true), (definitions[0].Name, definitions[0].Cron, definitions[0].Signal, definitions[0].Key, definitions[0].Description, definitions[0].RunOnStartup));
        Assert.Equal("s3", definitions[0].Payload!.Value.GetProperty("to")[0].GetString());
        Assert.Equal("Europe/Berlin", definitions[0].TimeZone.Id);
        Assert.Equal(CronFormat.IncludeSeconds, definitions[1].Format);
        Assert.Equal(TimeSpan.FromHours(1), definitions[1].TimeZone.BaseUtcOffset);
        Assert.Equal(TimeZoneInfo.Utc, ScheduledTaskDefinition.Parse(JsonDocument.Parse("""{ "name": "n", "cron": "* * * * *", "signal": "s" }""").RootElement).TimeZone);
    }

    [Fact]
    public void EveryFaultOfAFile_IsNamedWithItsEntry_AndNothingIsTaken()
    {
        File.WriteAllText(_path, """
            [
              { "name": "good", "cron": "* * * * *", "signal": "s" },
              { "name": "cron", "cron": "61 * * * *", "signal": "s" },
              { "name": "zone", "cron": "* * * * *", "signal": "s", "timeZone": "Mars/Phobos" },
              { "name": "odd", "cron": "* * * * *", "signal": "s", "retries": 3 },
              { "name": "good", "cron": "* * * * *", "signal": "s" },
              { "cron": "* * * * *", "signal": " " },
              { "name": "kinds", "cron": 5, "signal": "s", "runOnStartup": "yes", "format": "1", "Cron": "* * * * *" },
              "text"
            ]
            """);

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => ScheduledTaskDefinition.LoadFromJsonFile(_path));

        string[] lines = error.Message.Split('\n');
        Assert.Equal($"The schedule file '{_path}' is not valid (11 faults), so none of its tasks was taken:", lines[0]);
        Assert.StartsWith("  entry 2 ('cron'): cron '61 * * * *' is not valid: ", lines[1], StringComparison.Ordinal);
        Assert.Equal("  entry 3 ('zone'): time zone 'Mars/Phobos' is unknown on this machine; name one as in 'Europe/London'.", lines[2]);
        Assert.StartsWith("  entry 4 ('odd'): 'retries' is unknown; known are name, cron,", lines[3], StringComparison.Ordinal);
        Assert.Equal("  entry 5 ('good'): entry 1 has this name too.", lines[4]);
        Assert.Equal("  entry 6: 'name' is missing.", lines[5]);
        Assert.Equal("  entry 6: 'signal' is blank.", lines[6]);
        Assert.Equal("  entry 7 ('kinds'): 'Cron' is there twice.", lines[7]);
        Assert.Equal("  entry 7 ('kinds'): 'cron' is a number, but a text is needed.", lines[8]);
        Assert.Equal("  entry 7 ('kinds'): 'runOnStartup' is a text, but true or false is needed.", lines[9]);
        Assert.Equal("  entry 7 ('kinds'): format '1' is unknown; known are Standard and IncludeSeconds.", lines[10]);
        Assert.Equal("  entry 8: it is not an object but a text.", lines[11]);
        Assert.Equal(12, lines.Length);
    }

    [Theory]
    [InlineData("[ { ", "is not valid JSON")]
    [InlineData("{ }", "has no array at its root")]
    [InlineData("", "is not valid JSON")]
    public void AFileThatIsNoList_IsNamed(string text, string reason)
    {
        File.WriteAllText(_path, text);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => ScheduledTaskDefinition.LoadFromJsonFile(_path));
        Assert.StartsWith($"The schedule file '{_path}' {reason}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsNotThere_IsNamed()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => ScheduledTaskDefinition.LoadFromJsonFile(_path));
        Assert.StartsWith($"The schedule file '{_path}' cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneDefinition_IsRefusedWithItsFaults()
    {
        using JsonDocument json = JsonDocument.Parse("""{ "name": "n", "cron": "x" }""");
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => ScheduledTaskDefinition.Parse(json.RootElement));
        Assert.StartsWith("The scheduled task 'n' is not valid: 'signal' is missing; cron 'x' is not valid", error.Message, StringComparison.Ordinal);
    }
}
