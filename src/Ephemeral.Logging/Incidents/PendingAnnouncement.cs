namespace Ephemeral.Logging;

/// <summary>A signal about an incident that waits to be raised.</summary>
internal readonly record struct PendingAnnouncement(string Signal, IncidentDraft Draft);
