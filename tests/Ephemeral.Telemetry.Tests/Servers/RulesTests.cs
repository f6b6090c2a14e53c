using System.Text.RegularExpressions;

namespace Ephemeral.Telemetry.Tests.Servers;

/// <summary>The shipped alert rules: valid, each tested when it fires and when it does not, each explained.</summary>
public partial class RulesTests
{
    private static readonly string _ops = Path.Combine(AppContext.BaseDirectory, "ops");
    private static readonly string _rules = Path.Combine(_ops, "prometheus", "ephemeral.rules.yml");

    public static TheoryData<string> Alerts { get; } = [.. AlertLine().Matches(File.ReadAllText(_rules)).Select(static match => match.Groups[1].Value)];

    [Fact]
    public void ThereAreElevenAlerts_AllOfOnePrefix()
    {
        Assert.Equal(11, Alerts.Count);
        Assert.All(Alerts, static alert => Assert.StartsWith("Ephemeral", alert.Data, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Promtool_FindsNoFaultInRulesAndExample()
    {
        (int rules, string saidOfRules) = await CommandLineTool.RunAsync("promtool", ["check", "rules", "--lint-fatal", _rules]);
        (int example, string saidOfExample) = await CommandLineTool.RunAsync("promtool", ["check", "config", Path.Combine(_ops, "prometheus", "prometheus.yml")]);

        Assert.True(rules == 0, saidOfRules);
        Assert.Contains("SUCCESS: 13 rules found", saidOfRules, StringComparison.Ordinal);
        Assert.True(example == 0, saidOfExample);
    }

    [Fact]
    public async Task Amtool_FindsNoFaultInTheExample()
    {
        (int exitCode, string said) = await CommandLineTool.RunAsync("amtool", ["check-config", Path.Combine(_ops, "alertmanager", "alertmanager.yml")]);

        Assert.True(exitCode == 0, said);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public async Task AnAlert_FiresAndStaysQuietAsItsTestsSay(string alert)
    {
        string tests = Path.Combine(_ops, "prometheus", "tests", alert + ".test.yml");
        string text = await File.ReadAllTextAsync(tests, TestContext.Current.CancellationToken);
        Assert.Contains("exp_labels:", text, StringComparison.Ordinal);
        Assert.Contains("exp_alerts: []", text, StringComparison.Ordinal);
        Assert.All(TestedAlert().Matches(text), match => Assert.Equal(alert, match.Groups[1].Value));

        (int exitCode, string said) = await CommandLineTool.RunAsync("promtool", ["test", "rules", tests]);

        Assert.True(exitCode == 0, said);
    }

    [Fact]
    public async Task RecordingRules_ComputeWhatTheirTestsSay()
    {
        (int exitCode, string said) = await CommandLineTool.RunAsync("promtool", ["test", "rules", Path.Combine(_ops, "prometheus", "tests", "records.test.yml")]);

        Assert.True(exitCode == 0, said);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void AnAlert_IsExplained(string alert)
    {
        string readme = File.ReadAllText(Path.Combine(_ops, "README.md"));

        Assert.Contains($"\n### {alert}\n", readme, StringComparison.Ordinal);
        Assert.Contains($"| [{alert}](#", readme, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^ +- alert: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex AlertLine();

    [GeneratedRegex(@"alertname: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex TestedAlert();
}
