namespace Ephemeral.Logging;

/// <summary>Looks through what a store gives: it may be older than this version, or not what it was.</summary>
internal static class StoredIncident
{
    public static bool IsUsable(Incident? incident) =>
        incident is { Id.Length: > 0, Fingerprint.Length: > 0, Rule: not null, Title: not null, Count: > 0, Occurrences: not null }
        && Enum.IsDefined(incident.State)
        && Enum.IsDefined(incident.Severity)
        && !incident.Occurrences.Contains(null);
}
