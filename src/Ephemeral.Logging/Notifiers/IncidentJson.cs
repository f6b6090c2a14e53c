using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ephemeral.Logging;

/// <summary>Writes incidents as JSON for receivers. Written by hand, so that it needs no reflection.</summary>
internal static class IncidentJson
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // no receiver puts it into a page as it is

    public static byte[] OfAnnouncement(IncidentAnnouncement announcement) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", announcement.Id);
        json.WriteString("signal", announcement.Signal);
        json.WritePropertyName("incident");
        Write(json, announcement.Incident);
        json.WriteEndObject();
    });

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(4 * 1024);
        using (Utf8JsonWriter json = new(buffer, _options)) write(json);
        return buffer.WrittenSpan.ToArray();
    }

    public static string Word(IncidentSeverity severity) => severity.ToString().ToLowerInvariant();

    public static string Word(IncidentState state) => state.ToString().ToLowerInvariant();

    private static void Write(Utf8JsonWriter json, Incident incident)
    {
        json.WriteStartObject();
        json.WriteString("id", incident.Id);
        json.WriteString("fingerprint", incident.Fingerprint);
        json.WriteString("rule", incident.Rule);
        json.WriteString("severity", Word(incident.Severity));
        json.WriteString("title", incident.Title);
        json.WriteString("state", Word(incident.State));
        json.WriteNumber("count", incident.Count);
        json.WriteNumber("countSinceAnnounced", incident.CountSinceAnnounced);
        json.WriteBoolean("isCountShared", incident.IsCountShared);
        json.WriteNumber("foldedFaults", incident.FoldedFaults);
        json.WriteString("firstSeen", incident.FirstSeen);
        json.WriteString("lastSeen", incident.LastSeen);
        json.WriteString("openedAt", incident.OpenedAt);
        if (incident.ResolvedAt is { } end) json.WriteString("resolvedAt", end);
        if (incident.By is not null) json.WriteString("by", incident.By);
        if (incident.TraceId is not null) json.WriteString("traceId", incident.TraceId);
        json.WriteStartArray("occurrences");
        foreach (IncidentOccurrence occurrence in incident.Occurrences) Write(json, occurrence);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IncidentOccurrence occurrence)
    {
        json.WriteStartObject();
        json.WriteString("timestamp", occurrence.Timestamp);
        json.WriteString("message", occurrence.Message);
        if (occurrence.Exception is not null) json.WriteString("exception", occurrence.Exception);
        if (occurrence.TraceId is not null) json.WriteString("traceId", occurrence.TraceId);
        if (occurrence.Key is not null) json.WriteString("key", occurrence.Key);
        json.WriteNumber("operationId", occurrence.OperationId);
        json.WriteEndObject();
    }
}
