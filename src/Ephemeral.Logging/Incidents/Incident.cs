namespace Ephemeral.Logging;

/// <summary>One fault, however often it was logged. An immutable snapshot.</summary>
public sealed record Incident
{
    /// <summary>Gets the id: 16 hexadecimal digits that follow from the fingerprint, the same in every process.</summary>
    public required string Id { get; init; }

    /// <summary>Gets what tells this fault from others.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Gets the name of the rule that opened it.</summary>
    public required string Rule { get; init; }

    /// <summary>Gets how bad its rule says it is.</summary>
    public IncidentSeverity Severity { get; init; }

    /// <summary>Gets the message template, or the first message where there is none.</summary>
    public required string Title { get; init; }

    /// <summary>Gets where it stands.</summary>
    public IncidentState State { get; init; }

    /// <summary>Gets how often the fault happened, counted exactly.</summary>
    public long Count { get; init; }

    /// <summary>Gets how often it happened since the announcement before this one.</summary>
    public long CountSinceAnnounced { get; init; }

    /// <summary>
    /// Gets whether some of the count may belong to another incident: faults that differ only in where they were thrown are told apart by samples.
    /// </summary>
    public bool IsCountShared { get; init; }

    /// <summary>Gets how many faults are folded into this one; 0 for all but the overflow incident.</summary>
    public long FoldedFaults { get; init; }

    /// <summary>Gets when it happened first.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>Gets when it happened last.</summary>
    public DateTimeOffset LastSeen { get; init; }

    /// <summary>Gets when it was opened, or opened again.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>Gets when it was resolved; null while it is not.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Gets how many announcements it has had, this one included. With the id it names an announcement.</summary>
    public long Announcements { get; init; }

    /// <summary>Gets when it was last announced as opened, going on, resolved or opened again.</summary>
    public DateTimeOffset AnnouncedAt { get; init; }

    /// <summary>Gets by when it is announced again at the latest, for it goes on or has been quiet; null once it is resolved.</summary>
    public DateTimeOffset? NextBy { get; init; }

    /// <summary>Gets who acknowledged or resolved it, when they said so.</summary>
    public string? By { get; init; }

    /// <summary>Gets the trace of the first occurrence that had one.</summary>
    public string? TraceId { get; init; }

    /// <summary>Gets the latest occurrences, oldest first.</summary>
    public IReadOnlyList<IncidentOccurrence> Occurrences { get; init; } = [];
}
