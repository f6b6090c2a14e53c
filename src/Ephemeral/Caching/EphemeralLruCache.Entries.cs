using Ephemeral.Caching;

namespace Ephemeral;

public sealed partial class EphemeralLruCache<TKey, TValue>
{
    /// <summary>Hits a key, or removes its entry if that is expired. Call it inside the lock.</summary>
    private CacheAccess AccessOrRemove(TKey key, long now, out TValue? value, ref CacheEntry<TKey, TValue>? gone)
    {
        value = default;
        if (!_store.TryFind(key, out CacheEntry<TKey, TValue>? entry)) return CacheAccess.Miss;
        CacheAccess access = entry.Access(now, _hotThreshold, _hotLife);
        if (access == CacheAccess.Expired) RemoveExpired(entry, now, ref gone);
        else value = entry.Value;
        return access;
    }

    private void RemoveExpired(CacheEntry<TKey, TValue> entry, long now, ref CacheEntry<TKey, TValue>? gone)
    {
        _store.Remove(entry);
        Chain(entry, ref gone);
        Arm(now);
    }

    /// <summary>Adds an entry for a key that has none, and makes room before. Call it inside the lock.</summary>
    private void Add(TKey key, TValue value, long ttl, long now, ref CacheEntry<TKey, TValue>? gone)
    {
        TakeExpired(now, ref gone);
        if (_store.Count == _maxSize)
        {
            CacheEntry<TKey, TValue> coldest = _store.TakeColdest();
            coldest.HadNoRoom = true;
            Chain(coldest, ref gone);
            _evicted++;
        }

        _store.Add(new(key, value, ttl, now, _maxLifetime is { } life ? now + life : long.MaxValue));
        Arm(now);
    }

    /// <summary>Rings at the earliest expiry: removes what is expired and sets the timer again.</summary>
    private void Sweep()
    {
        try
        {
            CacheEntry<TKey, TValue>? gone = null;
            long now = _clock.Now();
            lock (_gate)
            {
                _armedFor = NotArmed;
                TakeExpired(now, ref gone);
                Arm(now);
            }

            TellEvicted(gone, now);
        }
        catch (Exception)
        {
            _signals.CallbackFailed(); // a key comparer: nobody is there to be told, and a timer must not end the process
        }
    }

    private void TakeExpired(long now, ref CacheEntry<TKey, TValue>? gone)
    {
        while (_store.TakeExpired(now) is { } expired) Chain(expired, ref gone);
    }

    /// <summary>Removes all entries and forgets all factories. Call it inside the lock.</summary>
    /// <returns>The keys that were there or computed.</returns>
    private HashSet<TKey> TakeAll(long now)
    {
        HashSet<TKey> keys = new(_flights.Keys, _flights.Comparer);
        foreach (CacheFlight<TKey, TValue> flight in _flights.Values) flight.HasEnded = true;
        _flights.Clear();
        while (_store.Count > 0)
        {
            CacheEntry<TKey, TValue> entry = _store.Entries[^1].Item;
            keys.Add(entry.Key);
            _store.Remove(entry);
        }

        Arm(now);
        return keys;
    }

    /// <summary>Sets the timer if it would ring too late, and stops it when there are no entries. Call it inside the lock.</summary>
    private void Arm(long now)
    {
        long next = _store.NextExpiry ?? NotArmed;
        if (next == NotArmed && _armedFor != NotArmed) _alarm.Set(null);
        else if (next < _armedFor) _alarm.Set(_clock.Span(Math.Max(0, next - now)));
        else return;
        _armedFor = next;
    }

    /// <summary>Notes what leaves, so that it can be told of outside the lock.</summary>
    private static void Chain(CacheEntry<TKey, TValue> entry, ref CacheEntry<TKey, TValue>? gone)
    {
        entry.NextGone = gone;
        gone = entry;
    }

    private void TellEvicted(CacheEntry<TKey, TValue>? gone, long now)
    {
        for (; gone is not null; gone = gone.NextGone)
        {
            _signals.Always(CacheSignalKind.Evict, gone.Key, now);
            if (EntryEvicted is { } handlers) Tell(handlers, new(gone.Key, gone.Value, gone.HadNoRoom ? EvictionReason.Capacity : EvictionReason.Age));
        }
    }

    private void Tell(Action<CacheEviction<TKey, TValue>> handlers, CacheEviction<TKey, TValue> eviction)
    {
        foreach (Delegate handler in handlers.GetInvocationList())
        {
            try { ((Action<CacheEviction<TKey, TValue>>)handler)(eviction); }
            catch (Exception) { _signals.CallbackFailed(); } // whoever hits or adds has nothing to do with it
        }
    }
}
