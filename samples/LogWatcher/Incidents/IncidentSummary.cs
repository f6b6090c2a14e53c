using System.Globalization;
using System.Text;
using Ephemeral.Logging;

namespace LogWatcher.Incidents;

/// <summary>The incidents of a log that was read to its end, the most frequent first.</summary>
internal static class IncidentSummary
{
    private const int MaxLines = 20;

    public static string Of(IReadOnlyList<Incident> incidents)
    {
        if (incidents.Count == 0) return "No incidents." + Environment.NewLine;
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"Incidents: {incidents.Count}, with {incidents.Sum(incident => incident.Count)} errors.");
        foreach (Incident incident in incidents.OrderByDescending(incident => incident.Count).Take(MaxLines))
            text.AppendLine(CultureInfo.InvariantCulture, $"{incident.Count,9}  {LevelOf(incident),-8}  {IncidentReporter.OneLine(incident.Title)}");
        if (incidents.Count > MaxLines) text.AppendLine(CultureInfo.InvariantCulture, $"           and {incidents.Count - MaxLines} more");
        return text.ToString();
    }

    private static string LevelOf(Incident incident) => incident.Severity.ToString().ToLowerInvariant();
}
