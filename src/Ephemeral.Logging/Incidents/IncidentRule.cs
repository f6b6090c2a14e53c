namespace Ephemeral.Logging;

/// <summary>Says which log signals are faults, and when a fault is an incident.</summary>
public sealed record IncidentRule
{
    /// <summary>Gets the rule's name, unique among the rules.</summary>
    /// <value>The default is <c>errors</c>.</value>
    public string Name { get; init; } = "errors";

    /// <summary>Gets the pattern of the signals that count.</summary>
    /// <value>The default is <c>log.error.*</c>.</value>
    public string Pattern { get; init; } = "log.error.*";

    /// <summary>Gets how many matches of one fault within <see cref="Window"/> open an incident; 1 to 1,000.</summary>
    /// <value>The default is 1: the first match opens it.</value>
    public int Threshold { get; init; } = 1;

    /// <summary>Gets the time within which <see cref="Threshold"/> matches must fall.</summary>
    /// <value>The default is one minute.</value>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the least time between two announcements of one open incident.</summary>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets how long an incident must be quiet to be resolved.</summary>
    /// <value>The default is 15 minutes.</value>
    public TimeSpan ResolveAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Gets how bad the rule's incidents are.</summary>
    /// <value>The default is <see cref="IncidentSeverity.Error"/>.</value>
    public IncidentSeverity Severity { get; init; } = IncidentSeverity.Error;
}
