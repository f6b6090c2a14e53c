namespace Ephemeral.Logging;

/// <summary>Where an incident stands.</summary>
public enum IncidentState
{
    /// <summary>It happens, and nobody has said that they look at it.</summary>
    Open,

    /// <summary>It happens, and somebody looks at it.</summary>
    Acknowledged,

    /// <summary>It has been quiet for as long as its rule asks, or somebody said that it is over.</summary>
    Resolved,
}
