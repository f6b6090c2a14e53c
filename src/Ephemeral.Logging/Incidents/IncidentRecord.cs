namespace Ephemeral.Logging;

/// <summary>All that is known of one fault. Guarded by the lock of the <see cref="IncidentBook"/> that holds it.</summary>
internal sealed class IncidentRecord(string fingerprint, IncidentRule rule, string title, int maxOccurrences)
{
    private FaultOccurrence[] _latest = []; // a ring once it is full
    private int _next;
    private Queue<(long Stamp, DateTimeOffset Seen)>? _recent; // a candidate's matches within the window
    private DateTimeOffset _firstSeen;
    private DateTimeOffset _lastSeen;
    private string? _traceId;

    public string Id { get; } = IncidentFingerprint.IdOf(fingerprint);

    public string Fingerprint { get; } = fingerprint;

    public IncidentRule Rule { get; } = rule;

    public IncidentPhase Phase { get; set; }

    public long Count { get; private set; }

    public long AnnouncedCount { get; set; }

    public long AnnouncedAt { get; set; }

    public long LastMatch { get; private set; }

    public long Folded { get; set; }

    public bool IsCountShared { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    public DateTimeOffset? ResolvedAt { get; set; }

    public string? By { get; set; }

    public bool IsLive => Phase is IncidentPhase.Open or IncidentPhase.Acknowledged;

    public bool IsForgotten => Phase == IncidentPhase.Forgotten;

    public void Add(in FaultMatch match, long window)
    {
        FaultOccurrence occurrence = match.Occurrence;
        if (Count++ == 0 || occurrence.Timestamp < _firstSeen) _firstSeen = occurrence.Timestamp;
        if (occurrence.Timestamp > _lastSeen) _lastSeen = occurrence.Timestamp;
        LastMatch = match.Stamp;
        _traceId ??= occurrence.Payload.TraceId;
        Keep(occurrence);
        if (Phase == IncidentPhase.Candidate && Rule.Threshold > 1) AddRecent(match.Stamp, occurrence.Timestamp, window);
    }

    /// <summary>Takes over what a fault counted that is folded into this one.</summary>
    public void Fold(IncidentRecord other)
    {
        if (Count == 0 || other._firstSeen < _firstSeen) _firstSeen = other._firstSeen;
        if (other._lastSeen > _lastSeen) _lastSeen = other._lastSeen;
        LastMatch = Math.Max(LastMatch, other.LastMatch);
        _traceId ??= other._traceId;
        Count += other.Count;
        Folded++;
        foreach (FaultOccurrence occurrence in other.Latest()) Keep(occurrence);
    }

    public void Forget() => Phase = IncidentPhase.Forgotten;

    public void NoLongerCandidate() => _recent = null;

    public IncidentDraft Draft() => new(
        new Incident
        {
            Id = Id,
            Fingerprint = Fingerprint,
            Rule = Rule.Name,
            Severity = Rule.Severity,
            Title = title,
            State = Phase switch
            {
                IncidentPhase.Acknowledged => IncidentState.Acknowledged,
                IncidentPhase.Resolved => IncidentState.Resolved,
                _ => IncidentState.Open,
            },
            Count = Count,
            CountSinceAnnounced = Count - AnnouncedCount,
            IsCountShared = IsCountShared,
            FoldedFaults = Folded,
            FirstSeen = _firstSeen,
            LastSeen = _lastSeen,
            OpenedAt = OpenedAt,
            ResolvedAt = ResolvedAt,
            By = By,
            TraceId = _traceId,
        },
        Latest());

    private void AddRecent(long stamp, DateTimeOffset seen, long window)
    {
        _recent ??= new();
        while (_recent.TryPeek(out (long Stamp, DateTimeOffset Seen) oldest) && stamp - oldest.Stamp > window) _recent.Dequeue();
        _recent.Enqueue((stamp, seen));
        Count = _recent.Count;
        _firstSeen = _recent.Peek().Seen;
    }

    private void Keep(in FaultOccurrence occurrence)
    {
        if (_latest.Length < maxOccurrences)
        {
            _latest = [.. _latest, occurrence];
            return;
        }

        _latest[_next] = occurrence;
        _next = (_next + 1) % maxOccurrences;
    }

    private FaultOccurrence[] Latest() => [.. _latest.AsSpan(_next), .. _latest.AsSpan(0, _next)];
}
