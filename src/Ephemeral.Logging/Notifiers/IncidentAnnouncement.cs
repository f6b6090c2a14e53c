using System.Globalization;

namespace Ephemeral.Logging;

/// <summary>What a notifier is to tell: what happened to an incident.</summary>
/// <param name="Signal">One of <see cref="IncidentSignals"/>.</param>
/// <param name="Incident">The incident as it was then.</param>
public sealed record IncidentAnnouncement(string Signal, Incident Incident)
{
    /// <summary>Gets what names this announcement, also when it is delivered again: the incident's id, when it was opened, and a number.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Incident.Id}-{Incident.OpenedAt.ToUnixTimeMilliseconds()}-{Incident.Announcements}");
}
