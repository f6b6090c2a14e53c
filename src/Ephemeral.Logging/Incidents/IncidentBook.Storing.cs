namespace Ephemeral.Logging;

/// <content>What a store is told, and what it tells.</content>
internal sealed partial class IncidentBook
{
    private const int MaxRemoved = 10_000;

    private readonly HashSet<string> _removed = []; // guarded by _gate, as is the next
    private readonly bool _isStored = isStored;
    private bool _isHolding = isStored;
    private bool _hasChanges; // written under _gate, read without, as is the next
    private bool _hasNews;
    private long _lostRemovals;

    /// <summary>Gets whether the store does not know everything.</summary>
    public bool HasChanges => Volatile.Read(ref _hasChanges);

    /// <summary>Gets whether the store does not know of an incident that began or ended.</summary>
    public bool HasNews => Volatile.Read(ref _hasNews);

    /// <summary>Gets how many incidents stay in a store that did not hear for long that they are to be forgotten.</summary>
    public long LostRemovals
    {
        get { lock (_gate) return _lostRemovals; }
    }

    public IncidentChanges? TakeChanges()
    {
        lock (_gate)
        {
            if (!_hasChanges) return null;
            List<IncidentDraft> changed = [];
            foreach (IncidentRecord record in Live().Concat(_resolved.Values))
            {
                if (!record.IsChanged) continue;
                record.IsChanged = false;
                changed.Add(record.Draft());
                _removed.Remove(record.Id); // it was forgotten and came again
            }

            string[] removed = [.. _removed];
            _removed.Clear();
            Volatile.Write(ref _hasChanges, false);
            Volatile.Write(ref _hasNews, false);
            return new(changed, removed);
        }
    }

    /// <summary>Takes back what could not be stored.</summary>
    public void GiveBack(IncidentChanges changes)
    {
        lock (_gate)
        {
            foreach (IncidentDraft draft in changes.Changed)
            {
                if (Known(draft.Incident.Fingerprint) is { } record) Change(record);
                else Remove(draft.Incident.Id);
            }

            foreach (string id in changes.Removed) Remove(id);
        }
    }

    /// <summary>Lets faults be incidents although nothing is known of earlier ones.</summary>
    public void Release()
    {
        lock (_gate) Open();
    }

    /// <summary>Goes on with what a store kept.</summary>
    public void Restore(IReadOnlyList<Incident> stored)
    {
        lock (_gate)
        {
            // The bounds keep the open ones that were seen last, for which they come first, and the resolved ones, which come last.
            IEnumerable<Incident> open = stored.Where(static incident => incident.State != IncidentState.Resolved)
                .OrderByDescending(static incident => incident.Fingerprint == OverflowFingerprint).ThenByDescending(static incident => incident.LastSeen);
            foreach (Incident incident in open) Restore(incident);
            foreach (Incident incident in stored.Where(static incident => incident.State == IncidentState.Resolved).OrderBy(static incident => incident.LastSeen))
                Restore(incident);
            Open();
        }
    }

    private void Restore(Incident stored)
    {
        IncidentRecord record = IncidentRecord.Of(stored, Array.Find(_rules, rule => rule.Name == stored.Rule), _maxOccurrences, _clock);
        IncidentRecord? known = Known(stored.Fingerprint);
        IncidentRecord? candidate = _candidates.Peek(stored.Fingerprint);
        if (known is not null)
        {
            record.Continue(known);
            Leave(known);
        }
        else if (candidate is not null)
        {
            record.Absorb(candidate);
            _candidates.Remove(stored.Fingerprint);
            candidate.Forget();
        }

        Place(record);
        if (record.IsForgotten || (known ?? candidate) is null) return;
        Change(record);
        if (known is null) Advance(record, record.LastMatch);
    }

    private void Place(IncidentRecord record)
    {
        bool isOverflow = record.Fingerprint == OverflowFingerprint;
        if (!record.IsLive)
        {
            if (isOverflow) Remove(record.Id);
            else AddResolved(record);
        }
        else if (isOverflow)
        {
            _overflow = record;
            Expect(record);
        }
        else if (_live.Count < _maxOpen)
        {
            _live.Add(record.Fingerprint, record);
            Expect(record);
        }
        else
        {
            Remove(record.Id);
            FoldIntoOverflow(record, record.LastMatch);
        }
    }

    /// <summary>Takes a record away for another of the same fault that stands for both.</summary>
    private void Leave(IncidentRecord record)
    {
        if (record == _overflow) _overflow = null;
        else if (record.IsLive) _live.Remove(record.Fingerprint);
        else _resolved.Remove(record.Fingerprint);
        record.Forget();
    }

    private void Open()
    {
        if (!_isHolding) return;
        _isHolding = false;
        foreach (IncidentRecord ripe in _candidates.Values.Where(static candidate => candidate.IsRipe).ToArray()) Advance(ripe, ripe.LastMatch);
    }

    private IncidentRecord? Known(string fingerprint) => fingerprint == OverflowFingerprint
        ? _overflow
        : _live.GetValueOrDefault(fingerprint) ?? _resolved.Peek(fingerprint);

    private void Change(IncidentRecord record)
    {
        if (!_isStored || record.Phase is IncidentPhase.Candidate or IncidentPhase.Forgotten) return;
        record.IsChanged = true;
        Volatile.Write(ref _hasChanges, true);
    }

    private void Remove(string id)
    {
        if (!_isStored) return;
        if (_removed.Count < MaxRemoved) _removed.Add(id);
        else _lostRemovals++;
        Volatile.Write(ref _hasChanges, true);
    }
}
