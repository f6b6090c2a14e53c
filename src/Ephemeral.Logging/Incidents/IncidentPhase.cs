namespace Ephemeral.Logging;

/// <summary>The states of an incident, and those before and after it.</summary>
internal enum IncidentPhase
{
    Candidate,
    Open,
    Acknowledged,
    Resolved,
    Forgotten,
}
