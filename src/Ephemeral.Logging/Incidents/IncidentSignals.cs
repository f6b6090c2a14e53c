namespace Ephemeral.Logging;

/// <summary>The signals of incidents. Their key is the incident's id, their payload the <see cref="Incident"/>.</summary>
public static class IncidentSignals
{
    /// <summary>A fault reached its rule's threshold.</summary>
    public const string Opened = "incident.opened";

    /// <summary>An open incident goes on, and its cooldown is over.</summary>
    public const string Updated = "incident.updated";

    /// <summary>Somebody looks at it.</summary>
    public const string Acknowledged = "incident.acknowledged";

    /// <summary>It has been quiet, or somebody said that it is over.</summary>
    public const string Resolved = "incident.resolved";

    /// <summary>A resolved one happened again.</summary>
    public const string Reopened = "incident.reopened";
}
