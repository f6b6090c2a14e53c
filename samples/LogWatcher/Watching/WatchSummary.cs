using System.Globalization;
using System.Text;

namespace LogWatcher.Watching;

/// <summary>What was read of all sources.</summary>
/// <param name="Sources">One summary for each source, in the order of the command line.</param>
internal sealed record WatchSummary(IReadOnlyList<SourceSummary> Sources)
{
    public long Lines => Sources.Sum(source => source.Lines);

    public long Errors => Sources.Sum(source => source.Errors);

    /// <summary>Says it in words, a line for each source and one for all where there are several.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        foreach (SourceSummary source in Sources) text.AppendLine(Describe(source));
        if (Sources.Count > 1) text.AppendLine(CultureInfo.InvariantCulture, $"Total: {Lines} lines, {Errors} error lines.");
        return text.ToString();
    }

    private static string Describe(SourceSummary source)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{source.Source}: {source.Lines} lines, {source.Errors} error lines");
        LogLevel[] levels = [LogLevel.Critical, LogLevel.Error, LogLevel.Warning, LogLevel.Information, LogLevel.Debug, LogLevel.Trace];
        IEnumerable<string> counts = levels.Select(level => $"{level.ToString().ToLowerInvariant()} {source.Count(level)}");
        text.Append(CultureInfo.InvariantCulture, $" ({string.Join(", ", counts)})");
        AppendIfAny(text, source.Rotations, "rotations");
        AppendIfAny(text, source.Truncations, "truncations");
        AppendIfAny(text, source.CutLines, "lines cut for their length");
        AppendIfAny(text, source.InvalidLines, "lines with invalid UTF-8");
        AppendIfAny(text, source.LateLines, "continuation lines too late for their event");
        return text.Append('.').ToString();
    }

    private static void AppendIfAny(StringBuilder text, long count, string what)
    {
        if (count > 0) text.Append(CultureInfo.InvariantCulture, $", {what}: {count}");
    }
}
