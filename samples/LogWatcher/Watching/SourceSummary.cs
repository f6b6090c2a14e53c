namespace LogWatcher.Watching;

/// <summary>What was read of one source, all taken at one moment.</summary>
internal sealed record SourceSummary
{
    public required string Source { get; init; }

    /// <summary>Gets all lines, continuation lines and empty ones too.</summary>
    public long Lines { get; init; }

    /// <summary>Gets the events of each level, indexed by <see cref="LogLevel"/>.</summary>
    public required IReadOnlyList<long> Events { get; init; }

    /// <summary>Gets the lines that were longer than the limit and were cut.</summary>
    public long CutLines { get; init; }

    /// <summary>Gets the lines with bytes that are no UTF-8; those were replaced.</summary>
    public long InvalidLines { get; init; }

    /// <summary>Gets the continuation lines that came too late for their event and were dropped.</summary>
    public long LateLines { get; init; }

    public long Truncations { get; init; }

    public long Rotations { get; init; }

    /// <summary>Gets the events of level error and above. Continuation lines are not among them.</summary>
    public long Errors => Count(LogLevel.Error) + Count(LogLevel.Critical);

    public long Count(LogLevel level) => Events[(int)level];
}
