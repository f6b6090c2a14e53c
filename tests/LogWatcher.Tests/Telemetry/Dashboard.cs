using System.Text.Json;
using System.Text.RegularExpressions;

namespace LogWatcher.Tests.Telemetry;

/// <summary>The shipped dashboard, as what it asks Prometheus.</summary>
internal sealed partial class Dashboard
{
    private static readonly string _ops = Path.Combine(AppContext.BaseDirectory, "ops");

    private Dashboard(JsonElement root)
    {
        JsonElement[] panels = [.. root.GetProperty("panels").EnumerateArray()];
        Rows = [.. panels.Where(static panel => panel.GetProperty("type").GetString() == "row").Select(static row => row.GetProperty("title").GetString()!)];
        Queries =
        [
            .. panels.Where(static panel => panel.TryGetProperty("targets", out _))
                .SelectMany(static panel => panel.GetProperty("targets").EnumerateArray())
                .Select(static target => WithValues(target.GetProperty("expr").GetString()!)),
        ];
        Variables =
        [
            .. root.GetProperty("templating").GetProperty("list").EnumerateArray()
                .Where(static variable => variable.GetProperty("type").GetString() == "query")
                .Select(static variable => LabelValues().Match(variable.GetProperty("definition").GetString()!))
                .Select(static match => (WithValues(match.Groups[1].Value), match.Groups[2].Value)),
        ];
    }

    public static string RulesFile { get; } = Path.Combine(_ops, "prometheus", "ephemeral.rules.yml");

    public IReadOnlyList<string> Rows { get; }

    /// <summary>Gets the queries with all of every variable.</summary>
    public IReadOnlyList<string> Queries { get; }

    /// <summary>Gets the queries of the variables, and the label that each reads.</summary>
    public IReadOnlyList<(string Query, string Label)> Variables { get; }

    public static Dashboard Read()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(_ops, "grafana", "ephemeral.json")));
        return new(document.RootElement);
    }

    private static string WithValues(string query) => Variable().Replace(query.Replace("$__rate_interval", "20s", StringComparison.Ordinal), ".*");

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^label_values\((.+), (\w+)\)$")]
    private static partial Regex LabelValues();
}
