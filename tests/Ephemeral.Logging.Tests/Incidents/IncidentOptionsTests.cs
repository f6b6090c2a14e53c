namespace Ephemeral.Logging.Tests.Incidents;

public sealed class IncidentOptionsTests
{
    [Fact]
    public void Defaults_AreWhatTheDocumentationSays()
    {
        IncidentRule rule = new();

        Assert.Equal(("errors", "log.error.*", 1, IncidentSeverity.Error), (rule.Name, rule.Pattern, rule.Threshold, rule.Severity));
        Assert.Equal((1, 10, 15), (rule.Window.TotalMinutes, rule.Cooldown.TotalMinutes, rule.ResolveAfter.TotalMinutes));
        Assert.Equal((1_000, 10), (new IncidentOptions().MaxOpen, new IncidentOptions().MaxOccurrences));
    }

    [Fact]
    public void InvalidOptions_AreRefusedWithEveryFault()
    {
        IncidentOptions options = new()
        {
            MaxOpen = 0,
            MaxOccurrences = 101,
            Rules =
            [
                new() { Pattern = "", Threshold = 0, Window = TimeSpan.Zero, Cooldown = TimeSpan.FromSeconds(-1), ResolveAfter = TimeSpan.Zero },
                new() { Severity = (IncidentSeverity)9 },
                null!,
            ],
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => new IncidentTracker(new SignalSink(), options));

        Assert.Equal(
            """
            IncidentOptions is not valid (10 faults):
              MaxOpen must be at least 1 but was 0.
              MaxOccurrences must be from 1 to 100 but was 101.
              Rules[0] Pattern must have text but was blank.
              Rules[0] Threshold must be from 1 to 1000 but was 0.
              Rules[0] Window must be positive but was 00:00:00.
              Rules[0] Cooldown must not be negative but was -00:00:01.
              Rules[0] ResolveAfter must be positive but was 00:00:00.
              Rules[1] Name must be unique but 'errors' stands before it.
              Rules[1] Severity must be one of Info, Warning, Error, Critical but was 9.
              Rules[2] must be set but was null.
            """, error.Message);
    }

    [Fact]
    public void NoRules_AreRefused() =>
        Assert.Contains("Rules must have at least one rule", Assert.Throws<ArgumentException>(() => new IncidentTracker(new SignalSink(), new() { Rules = [] })).Message, StringComparison.Ordinal);
}
