using System.Globalization;
using System.Text.Json;

namespace Ephemeral.Logging;

/// <summary>Writes an incident as Alertmanager's v2 API takes alerts: a list with one.</summary>
internal sealed class AlertDocument(string alertName, KeyValuePair<string, string>[] labels, Func<Incident, Uri?>? link, TimeProvider time)
{
    public byte[] Of(IncidentAnnouncement announcement) => IncidentJson.Write(json =>
    {
        Incident incident = announcement.Incident;
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteStartObject("labels");
        json.WriteString("alertname", alertName);
        json.WriteString("incident", incident.Id);
        json.WriteString("rule", incident.Rule);
        json.WriteString("severity", IncidentJson.Word(incident.Severity));
        foreach ((string name, string value) in labels) json.WriteString(name, value);
        json.WriteEndObject();
        Uri? page = LinkOf(incident, out Exception? linkFailure);
        WriteAnnotations(json, announcement, linkFailure);
        json.WriteString("startsAt", incident.OpenedAt);
        json.WriteString("endsAt", EndOf(incident));
        if (page is not null) json.WriteString("generatorURL", page.AbsoluteUri);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private static void WriteAnnotations(Utf8JsonWriter json, IncidentAnnouncement announcement, Exception? linkFailure)
    {
        Incident incident = announcement.Incident;
        json.WriteStartObject("annotations");
        json.WriteString("summary", incident.Title);
        if (incident.Occurrences is [.., { } latest])
        {
            json.WriteString("description", latest.Message);
            if (latest.Exception is not null) json.WriteString("exception", latest.Exception);
        }

        json.WriteString("announcement", announcement.Id);
        json.WriteString("state", IncidentJson.Word(incident.State));
        json.WriteString("count", incident.Count.ToString(CultureInfo.InvariantCulture));
        json.WriteString("first_seen", incident.FirstSeen);
        json.WriteString("last_seen", incident.LastSeen);
        if (incident.TraceId is not null) json.WriteString("trace_id", incident.TraceId);
        if (incident.By is not null) json.WriteString("by", incident.By);
        if (linkFailure is not null) json.WriteString("link_failure", linkFailure.GetType().Name);
        json.WriteEndObject();
    }

    /// <summary>An alert without its link is better than none.</summary>
    private Uri? LinkOf(Incident incident, out Exception? failure)
    {
        failure = null;
        try
        {
            return link?.Invoke(incident) is { IsAbsoluteUri: true } page ? page : null;
        }
        catch (Exception error)
        {
            failure = error;
            return null;
        }
    }

    /// <summary>An announcement may come late, so what is still to come is counted from now.</summary>
    private DateTimeOffset EndOf(Incident incident)
    {
        DateTimeOffset end = incident.ResolvedAt ?? (incident.NextBy is { } next && next < DateTimeOffset.MaxValue
            ? Later(time.GetUtcNow(), next - incident.AnnouncedAt)
            : DateTimeOffset.MaxValue);
        DateTimeOffset earliest = incident.OpenedAt.AddMilliseconds(1); // the clock may have been set back, and an alert that ends before it begins is refused
        return end > earliest ? end : earliest;
    }

    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan span) => span < DateTimeOffset.MaxValue - time ? time + span : DateTimeOffset.MaxValue;
}
