namespace Ephemeral.Logging;

internal sealed partial class IncidentBook
{
    public const long Never = long.MaxValue;

    private long _nextDue = Never; // written under _gate, read without

    /// <summary>Gets when somebody has to look for quiet incidents, on the monotonic clock: never later than the first becomes quiet.</summary>
    public long NextDue => Volatile.Read(ref _nextDue);

    public bool Acknowledge(string id, string? by)
    {
        lock (_gate)
        {
            if (Find(id) is not { Phase: IncidentPhase.Open } record) return false;
            record.Phase = IncidentPhase.Acknowledged;
            record.By = by;
            Announce(record, IncidentSignals.Acknowledged, stamp: null);
            Volatile.Write(ref _hasNews, _isStored);
            return true;
        }
    }

    public bool Resolve(string id, string? by)
    {
        lock (_gate)
        {
            if (Find(id) is not { IsLive: true } record) return false;
            End(record, by);
            return true;
        }
    }

    /// <summary>Resolves what has been quiet for long enough.</summary>
    public void ResolveQuiet()
    {
        long now = _clock.Now();
        lock (_gate)
        {
            List<IncidentRecord> quiet = [];
            long next = Never;
            foreach (IncidentRecord record in Live())
            {
                if (DueOf(record) <= now) quiet.Add(record);
                else next = Math.Min(next, DueOf(record));
            }

            Volatile.Write(ref _nextDue, next);
            foreach (IncidentRecord record in quiet) End(record, by: null);
        }
    }

    private IEnumerable<IncidentRecord> Live() => _overflow is { IsLive: true } overflow ? _live.Values.Append(overflow) : _live.Values;

    private void End(IncidentRecord record, string? by)
    {
        record.Phase = IncidentPhase.Resolved;
        record.ResolvedAt = _clock.Time.GetUtcNow();
        record.By = by ?? record.By;
        Announce(record, IncidentSignals.Resolved, record.AnnouncedAt);
        Volatile.Write(ref _hasNews, _isStored);
        if (record == _overflow)
        {
            record.Forget();
            Remove(record.Id);
            _overflow = null;
            return;
        }

        _live.Remove(record.Fingerprint);
        AddResolved(record);
    }

    private void AddResolved(IncidentRecord record)
    {
        if (!_resolved.Add(record.Fingerprint, record, out IncidentRecord? evicted)) return;
        evicted.Forget();
        Remove(evicted.Id);
    }

    private void Expect(IncidentRecord record) => Volatile.Write(ref _nextDue, Math.Min(_nextDue, DueOf(record)));

    private long DueOf(IncidentRecord record) => record.LastMatch + _clock.Stamps(record.Rule.ResolveAfter);
}
