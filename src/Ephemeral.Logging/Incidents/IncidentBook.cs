using Ephemeral.Internal;

namespace Ephemeral.Logging;

/// <summary>Counts faults and decides what becomes of them. One lock, no code of the user's inside it.</summary>
/// <remarks>
/// Every fault is in exactly one of three places: candidates (bounded, least recently seen out), live incidents (bounded, the rest folded
/// into the overflow), resolved incidents (bounded, least recently resolved out). Until a store was read, all are candidates.
/// </remarks>
/// <param name="options">Options that were checked.</param>
/// <param name="announcer">Tells what was decided.</param>
/// <param name="clock">The clock.</param>
/// <param name="isStored">Whether there is a store, which is read before anything opens.</param>
internal sealed partial class IncidentBook(IncidentOptions options, IncidentAnnouncer announcer, AnchoredClock clock, bool isStored)
{
    public const string OverflowFingerprint = "overflow";

    private const int MaxCandidates = 10_000;

    private readonly Lock _gate = new();
    private readonly int _maxOpen = options.MaxOpen;
    private readonly int _maxOccurrences = options.MaxOccurrences;
    private readonly AnchoredClock _clock = clock;
    private readonly IncidentRule[] _rules = [.. options.Rules];
    private readonly LruMap<FaultKey, FaultCell> _cells = new(MaxCandidates); // guarded by _gate, as are the next five
    private readonly LruMap<string, IncidentRecord> _candidates = new(MaxCandidates);
    private readonly Dictionary<string, IncidentRecord> _live = [];
    private readonly LruMap<string, IncidentRecord> _resolved = new(options.MaxOpen);
    private readonly long _second = clock.Stamps(TimeSpan.FromSeconds(1));
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
            if (isFolded ? _live.Count < _maxOpen : cell.NeedsSample(key, match, _second)) return false;
            if (cell.Record.Phase == IncidentPhase.Candidate) _candidates.TryUse(cell.Record.Fingerprint, out _);
            Add(cell.Record, match);
            Change(Advance(cell.Record, match.Stamp));
            return true;
        }
    }

    /// <summary>Counts a match whose fingerprint was found out.</summary>
    public void Count(in FaultKey key, string fingerprint, string title, in FaultMatch match)
    {
        lock (_gate)
        {
            IncidentRecord record = FindOrAdd(fingerprint, title, match.Rule);
            Add(record, match);
            IncidentRecord counted = Advance(record, match.Stamp);
            Change(counted);
            if (_cells.TryUse(key, out FaultCell? cell)) cell.Take(counted, match.Stamp);
            else _cells.Add(key, new(counted, match.Stamp), out _);
        }
    }

    public List<IncidentDraft> Drafts(IncidentState? state)
    {
        lock (_gate)
            return [.. _resolved.Values.Concat(Live()).Select(static record => record.Draft()).Where(draft => state is null || draft.Incident.State == state)];
    }

    /// <summary>Counts what is open, by rule and severity; each rule has a count.</summary>
    public Dictionary<(string Rule, IncidentSeverity Severity), int> CountLive()
    {
        lock (_gate)
        {
            Dictionary<(string Rule, IncidentSeverity Severity), int> counts = _rules.ToDictionary(static rule => (rule.Name, rule.Severity), static _ => 0);
            foreach (IncidentRecord record in Live())
                counts[(record.Rule.Name, record.Rule.Severity)] = counts.GetValueOrDefault((record.Rule.Name, record.Rule.Severity)) + 1;
            return counts;
        }
    }

    public IncidentDraft? Draft(string id)
    {
        lock (_gate) return Find(id)?.Draft();
    }

    private void Add(IncidentRecord record, in FaultMatch match)
    {
        bool hasOtherRule = record.Add(match, _clock.Stamps(match.Rule.Window));
        if (hasOtherRule && record.IsLive) Expect(record);
    }

    /// <summary>Moves a fault on after a match.</summary>
    /// <returns>Where it is counted now: itself, or the overflow.</returns>
    private IncidentRecord Advance(IncidentRecord record, long stamp)
    {
        switch (record.Phase)
        {
            case IncidentPhase.Candidate:
                return record.IsRipe && !_isHolding ? Open(record, IncidentSignals.Opened, stamp) : record;
            case IncidentPhase.Resolved:
                return Open(record, IncidentSignals.Reopened, stamp);
            default:
                if (stamp - record.AnnouncedAt >= _clock.Stamps(record.Rule.Cooldown)) Announce(record, IncidentSignals.Updated, stamp);
                return record;
        }
    }

    private IncidentRecord Open(IncidentRecord record, string signal, long stamp)
    {
        if (record.Phase == IncidentPhase.Resolved)
        {
            _resolved.Remove(record.Fingerprint);
            if (_live.Count >= _maxOpen) Remove(record.Id);
        }
        else
        {
            _candidates.Remove(record.Fingerprint);
        }

        if (_live.Count >= _maxOpen) return FoldIntoOverflow(record, stamp);

        _live.Add(record.Fingerprint, record);
        Begin(record, signal, stamp);
        return record;
    }

    private IncidentRecord FoldIntoOverflow(IncidentRecord record, long stamp)
    {
        record.Forget();
        if (_overflow is { IsLive: true } overflow)
        {
            overflow.Fold(record);
            return Advance(overflow, stamp);
        }

        _overflow = new(OverflowFingerprint, record.Rule, $"Faults beyond the {_maxOpen} incidents that may be open", _maxOccurrences);
        _overflow.Fold(record);
        Begin(_overflow, IncidentSignals.Opened, stamp);
        return _overflow;
    }

    private void Begin(IncidentRecord record, string signal, long stamp)
    {
        record.Phase = IncidentPhase.Open;
        record.OpenedAt = _clock.Time.GetUtcNow();
        record.ResolvedAt = null;
        record.By = null;
        Announce(record, signal, stamp);
        Expect(record);
        Volatile.Write(ref _hasNews, _isStored);
    }

    private void Announce(IncidentRecord record, string signal, long? stamp)
    {
        announcer.Add(signal, record.Announce(stamp, _clock));
        Change(record);
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
}
