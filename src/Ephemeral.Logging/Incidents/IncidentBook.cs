namespace Ephemeral.Logging;

/// <summary>Counts faults and decides what becomes of them. One lock, no code of the user's inside it.</summary>
/// <remarks>
/// Every fault is in exactly one of three places: candidates (bounded, least recently seen out), live incidents (bounded, the rest folded
/// into the overflow), resolved incidents (bounded, least recently resolved out).
/// </remarks>
internal sealed partial class IncidentBook(IncidentOptions options, IncidentAnnouncer announcer)
{
    private const int MaxCandidates = 10_000;
    private const string OverflowFingerprint = "overflow";

    private readonly Lock _gate = new();
    private readonly int _maxOpen = options.MaxOpen;
    private readonly int _maxOccurrences = options.MaxOccurrences;
    private readonly TimeProvider _time = options.TimeProvider;
    private readonly LruMap<FaultKey, FaultCell> _cells = new(MaxCandidates); // guarded by _gate, as are the next five
    private readonly LruMap<string, IncidentRecord> _candidates = new(MaxCandidates);
    private readonly Dictionary<string, IncidentRecord> _live = [];
    private readonly LruMap<string, IncidentRecord> _resolved = new(options.MaxOpen);
    private IncidentRecord? _overflow;
    private long _forgotten;

    /// <summary>Gets how many faults were forgotten before they reached their threshold because there were too many.</summary>
    public long Forgotten
    {
        get { lock (_gate) return _forgotten; }
    }

    /// <summary>Counts a match whose fault is known from its key.</summary>
    /// <returns>Whether it was: otherwise the caller finds the fingerprint out and calls again.</returns>
    public bool TryCount(in FaultKey key, in FaultMatch match)
    {
        lock (_gate)
        {
            if (!_cells.TryUse(key, out FaultCell? cell) || cell.Record.IsForgotten) return false;
            bool isFolded = cell.Record == _overflow;
            if (isFolded ? _live.Count < _maxOpen : cell.NeedsSample(key, match, _time.TimestampFrequency)) return false;
            if (cell.Record.Phase == IncidentPhase.Candidate) _candidates.TryUse(cell.Record.Fingerprint, out _);
            cell.Record.Add(match, Stamps(match.Rule.Window));
            Advance(cell.Record, match);
            return true;
        }
    }

    /// <summary>Counts a match whose fingerprint was found out.</summary>
    public void Count(in FaultKey key, string fingerprint, string title, in FaultMatch match)
    {
        lock (_gate)
        {
            IncidentRecord record = FindOrAdd(fingerprint, title, match.Rule);
            record.Add(match, Stamps(match.Rule.Window));
            IncidentRecord counted = Advance(record, match);
            if (_cells.TryUse(key, out FaultCell? cell)) cell.Take(counted, match.Stamp);
            else _cells.Add(key, new(counted, match.Stamp), out _);
        }
    }

    public List<IncidentDraft> Drafts(IncidentState? state)
    {
        lock (_gate)
        {
            IEnumerable<IncidentRecord> records = _resolved.Values.Concat(_live.Values);
            if (_overflow is { IsLive: true }) records = records.Append(_overflow);
            return [.. records.Select(static record => record.Draft()).Where(draft => state is null || draft.Incident.State == state)];
        }
    }

    public IncidentDraft? Draft(string id)
    {
        lock (_gate) return Find(id)?.Draft();
    }

    /// <summary>Moves a fault on after a match.</summary>
    /// <returns>Where it is counted now: itself, or the overflow.</returns>
    private IncidentRecord Advance(IncidentRecord record, in FaultMatch match)
    {
        switch (record.Phase)
        {
            case IncidentPhase.Candidate:
                return record.Count >= record.Rule.Threshold ? Open(record, IncidentSignals.Opened, match) : record;
            case IncidentPhase.Resolved:
                return Open(record, IncidentSignals.Reopened, match);
            default:
                if (match.Stamp - record.AnnouncedAt >= Stamps(record.Rule.Cooldown)) Announce(record, IncidentSignals.Updated, match.Stamp);
                return record;
        }
    }

    private IncidentRecord Open(IncidentRecord record, string signal, in FaultMatch match)
    {
        (record.Phase == IncidentPhase.Resolved ? _resolved : _candidates).Remove(record.Fingerprint);
        record.NoLongerCandidate();
        if (_live.Count >= _maxOpen) return FoldIntoOverflow(record, match);

        _live.Add(record.Fingerprint, record);
        Begin(record, signal, match.Stamp);
        return record;
    }

    private IncidentRecord FoldIntoOverflow(IncidentRecord record, in FaultMatch match)
    {
        record.Forget();
        if (_overflow is { IsLive: true } overflow)
        {
            overflow.Fold(record);
            return Advance(overflow, match);
        }

        _overflow = new(OverflowFingerprint, record.Rule, $"Faults beyond the {_maxOpen} incidents that may be open", _maxOccurrences);
        _overflow.Fold(record);
        Begin(_overflow, IncidentSignals.Opened, match.Stamp);
        return _overflow;
    }

    private void Begin(IncidentRecord record, string signal, long stamp)
    {
        record.Phase = IncidentPhase.Open;
        record.OpenedAt = _time.GetUtcNow();
        record.ResolvedAt = null;
        record.By = null;
        Announce(record, signal, stamp);
        Expect(record);
    }

    private void Announce(IncidentRecord record, string signal, long stamp)
    {
        announcer.Add(signal, record.Draft());
        record.AnnouncedAt = stamp;
        record.AnnouncedCount = record.Count;
    }

    private IncidentRecord FindOrAdd(string fingerprint, string title, IncidentRule rule)
    {
        if (_live.TryGetValue(fingerprint, out IncidentRecord? record)) return record;
        if (_resolved.TryUse(fingerprint, out record) || _candidates.TryUse(fingerprint, out record)) return record;
        record = new(fingerprint, rule, title, _maxOccurrences);
        if (_candidates.Add(fingerprint, record, out IncidentRecord? evicted))
        {
            evicted.Forget();
            _forgotten++;
        }

        return record;
    }

    private IncidentRecord? Find(string id)
    {
        if (_overflow is { IsLive: true } overflow && overflow.Id == id) return overflow;
        return _live.Values.Concat(_resolved.Values).FirstOrDefault(record => record.Id == id);
    }

    private long Stamps(TimeSpan span) => (long)(span.Ticks * ((double)_time.TimestampFrequency / TimeSpan.TicksPerSecond));
}
