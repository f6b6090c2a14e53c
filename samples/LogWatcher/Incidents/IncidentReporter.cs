using System.Globalization;
using Ephemeral.Logging;

namespace LogWatcher.Incidents;

/// <summary>Says on the console what happens to incidents, a line for each change.</summary>
internal sealed class IncidentReporter(TextWriter output)
{
    private const int MaxTextLength = 200;

    private readonly TextWriter _output = TextWriter.Synchronized(output);

    public void Opened(Incident incident)
    {
        string example = incident.Occurrences is [.., { } latest] ? latest.Message : incident.Title;
        Write(incident, $"opened, seen {Times(incident.Count)}: \"{OneLine(example)}\"");
    }

    public void Changed(string signal, Incident incident) => Write(incident, signal switch
    {
        IncidentSignals.Resolved => $"resolved, seen {Times(incident.Count)} in all: {OneLine(incident.Title)}",
        IncidentSignals.Reopened => $"reopened, seen {Times(incident.Count)} in all: {OneLine(incident.Title)}",
        _ => $"goes on, seen {Times(incident.Count)}, {incident.CountSinceAnnounced} of them new: {OneLine(incident.Title)}",
    });

    /// <summary>Makes text of any origin fit for one line of a terminal.</summary>
    internal static string OneLine(string text)
    {
        string cut = text.Length > MaxTextLength ? text[..MaxTextLength] + "…" : text;
        return string.Concat(cut.Select(static character => char.IsControl(character) ? ' ' : character));
    }

    private static string Times(long count) => count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count} times");

    private void Write(Incident incident, string what) =>
        _output.WriteLine($"==> {incident.Severity.ToString().ToUpperInvariant()} incident {incident.Id[..8]} {what}");
}
