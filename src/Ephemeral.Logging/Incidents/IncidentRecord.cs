using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <summary>All that is known of one fault. Guarded by the lock of the <see cref="IncidentBook"/> that holds it.</summary>
internal sealed partial class IncidentRecord(string fingerprint, IncidentRule rule, string title, int maxOccurrences)
{
    private FaultOccurrence[] _latest = []; // a ring once it is full
    private int _next;
    private Queue<(long Stamp, DateTimeOffset Seen)>? _recent; // a candidate's matches within the window
    private DateTimeOffset _firstSeen;
    private DateTimeOffset _lastSeen;
    private string? _traceId;

    public string Id { get; private init; } = IncidentFingerprint.IdOf(fingerprint);

    public string Fingerprint { get; } = fingerprint;

    public IncidentRule Rule { get; private set; } = rule;

    public IncidentPhase Phase { get; set; }

    public long Count { get; private set; }

    public long AnnouncedCount { get; private set; }

    public long AnnouncedAt { get; private set; }

    public long LastMatch { get; private set; }

    public long Folded { get; private set; }

    public bool IsCountShared { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    public DateTimeOffset? ResolvedAt { get; set; }

    public string? By { get; set; }

    /// <summary>Gets or sets whether the store does not know all of it.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Gets whether a candidate reached its threshold.</summary>
    public bool IsRipe { get; private set; }

    public bool IsLive => Phase is IncidentPhase.Open or IncidentPhase.Acknowledged;

    public bool IsForgotten => Phase == IncidentPhase.Forgotten;

    private long Announcements { get; set; }

    private DateTimeOffset AnnouncedTime { get; set; }

    /// <summary>Counts a match.</summary>
    /// <returns>Whether the record has another rule now.</returns>
    public bool Add(in FaultMatch match, long window)
    {
        FaultOccurrence occurrence = match.Occurrence;
        if (Count++ == 0 || occurrence.Timestamp < _firstSeen) _firstSeen = occurrence.Timestamp;
        if (occurrence.Timestamp > _lastSeen) _lastSeen = occurrence.Timestamp;
        LastMatch = match.Stamp;
        _traceId ??= occurrence.TraceId;
        Keep(occurrence);
        if (Phase == IncidentPhase.Candidate && !IsRipe) Ripen(match.Stamp, occurrence.Timestamp, window);
        if (!_isOrphan) return false;
        Adopt(match.Rule);
        return true;
    }

    /// <summary>Takes over what a fault counted that is folded into this one.</summary>
    public void Fold(IncidentRecord other)
    {
        Absorb(other);
        Folded++;
    }

    public void Forget() => Phase = IncidentPhase.Forgotten;

    /// <summary>Counts an announcement, and what it says.</summary>
    /// <param name="stamp">When; null for one that tells nothing about how the fault goes on.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>What the announcement says.</returns>
    public IncidentDraft Announce(long? stamp, AnchoredClock clock)
    {
        Announcements++;
        if (stamp is null) return Draft();
        AnnouncedAt = stamp.Value;
        AnnouncedTime = clock.Time.GetUtcNow();
        IncidentDraft draft = Draft();
        AnnouncedCount = Count;
        return draft;
    }

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
            Announcements = Announcements,
            AnnouncedAt = AnnouncedTime,
            NextBy = IsLive ? Later(AnnouncedTime, Rule.Cooldown, Rule.ResolveAfter) : null,
            By = By,
            TraceId = _traceId,
        },
        Latest());

    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan one, TimeSpan other)
    {
        double days = one.TotalDays + other.TotalDays;
        return days < (DateTimeOffset.MaxValue - time).TotalDays ? time + one + other : DateTimeOffset.MaxValue;
    }

    private void Ripen(long stamp, DateTimeOffset seen, long window)
    {
        if (Rule.Threshold > 1)
        {
            _recent ??= new();
            while (_recent.TryPeek(out (long Stamp, DateTimeOffset Seen) oldest) && stamp - oldest.Stamp > window) _recent.Dequeue();
            _recent.Enqueue((stamp, seen));
            Count = _recent.Count;
            _firstSeen = _recent.Peek().Seen;
            if (Count < Rule.Threshold) return;
        }

        IsRipe = true;
        _recent = null;
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
