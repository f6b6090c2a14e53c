using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <content>What a store kept of a fault.</content>
internal sealed partial class IncidentRecord
{
    private bool _isOrphan; // its rule is not there any more

    /// <summary>Makes a record of what a store kept.</summary>
    /// <param name="stored">An incident that was checked.</param>
    /// <param name="rule">The rule of its name; null when there is none any more: it keeps its name, and becomes that of the next match.</param>
    /// <param name="maxOccurrences">How many occurrences to keep.</param>
    /// <param name="clock">The clock.</param>
    public static IncidentRecord Of(Incident stored, IncidentRule? rule, int maxOccurrences, AnchoredClock clock)
    {
        IncidentRecord record = new(
            stored.Fingerprint, rule ?? new() { Name = stored.Rule, Severity = stored.Severity }, stored.Title, maxOccurrences)
        {
            Id = stored.Id,
            _isOrphan = rule is null,
            Phase = stored.State switch
            {
                IncidentState.Open => IncidentPhase.Open,
                IncidentState.Acknowledged => IncidentPhase.Acknowledged,
                _ => IncidentPhase.Resolved,
            },
            IsRipe = true,
            Count = stored.Count,
            AnnouncedCount = stored.Count - stored.CountSinceAnnounced,
            AnnouncedAt = StampOf(stored.AnnouncedAt, clock),
            LastMatch = StampOf(stored.LastSeen, clock),
            Folded = stored.FoldedFaults,
            IsCountShared = stored.IsCountShared,
            OpenedAt = stored.OpenedAt,
            ResolvedAt = stored.ResolvedAt,
            Announcements = stored.Announcements,
            AnnouncedTime = stored.AnnouncedAt,
            By = stored.By,
            _firstSeen = stored.FirstSeen,
            _lastSeen = stored.LastSeen,
            _traceId = stored.TraceId,
        };
        foreach (IncidentOccurrence occurrence in stored.Occurrences) record.Keep(new(occurrence));
        return record;
    }

    /// <summary>Adds what was counted of the same fault elsewhere.</summary>
    public void Absorb(IncidentRecord other)
    {
        if (Count == 0 || other._firstSeen < _firstSeen) _firstSeen = other._firstSeen;
        if (other._lastSeen > _lastSeen) _lastSeen = other._lastSeen;
        LastMatch = Math.Max(LastMatch, other.LastMatch);
        _traceId ??= other._traceId;
        Count += other.Count;
        Folded += other.Folded;
        foreach (FaultOccurrence occurrence in other.Latest()) Keep(occurrence);
        if (_isOrphan) Adopt(other.Rule);
    }

    /// <summary>Goes on as the same incident did that was announced while the store could not be read.</summary>
    public void Continue(IncidentRecord announced)
    {
        Absorb(announced);
        AnnouncedCount += announced.AnnouncedCount;
        AnnouncedAt = Math.Max(AnnouncedAt, announced.AnnouncedAt);
        Announcements = Math.Max(Announcements, announced.Announcements);
        (Phase, By, ResolvedAt) = (announced.Phase, announced.By ?? By, announced.ResolvedAt);
    }

    /// <summary>Places a wall-clock time of an earlier run on this one's clock. One that is yet to come, for the clock was set back, is now.</summary>
    private static long StampOf(DateTimeOffset time, AnchoredClock clock)
    {
        TimeSpan age = clock.Time.GetUtcNow() - time;
        return clock.Now() - (age > TimeSpan.Zero ? clock.Stamps(age) : 0);
    }

    private void Adopt(IncidentRule rule)
    {
        Rule = rule;
        _isOrphan = false;
    }
}
