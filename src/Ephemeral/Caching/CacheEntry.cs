namespace Ephemeral.Caching;

/// <summary>A value and what is known about its use. Hits change it without a lock.</summary>
/// <remarks>
/// Of hits at the same moment, one may take the place of another: they differ by less than they take. Whoever finds an entry expired
/// removes it before saying so, for a hit that read the clock earlier may still be about to write, and must not bring it back.
/// </remarks>
internal sealed class CacheEntry<TKey, TValue>(TKey key, TValue value, long ttl, long now, long latest)
{
    private long _expiry = Math.Min(now + ttl, latest); // latest: when it leaves, however often it is hit
    private long _lastAccess = now;
    private int _accesses = 1; // adding it
    private int _placeByExpiry;
    private int _placeByUse;

    public TKey Key => key;

    public TValue Value => value;

    public long Expiry => Volatile.Read(ref _expiry);

    public long LastAccess => Volatile.Read(ref _lastAccess);

    /// <summary>Gets the number of accesses: exact until the entry is hot; hits of a hot one at the same moment may count as one.</summary>
    public int Accesses => Volatile.Read(ref _accesses);

    /// <summary>Gets or sets whether it left because there was no room, and not because its time was over.</summary>
    public bool HadNoRoom { get; set; }

    /// <summary>Gets or sets the next of those that left together.</summary>
    public CacheEntry<TKey, TValue>? NextGone { get; set; }

    /// <summary>Gets the place in the heap that is ordered by expiry. The store's lock guards it, as it does the next.</summary>
    public ref int PlaceByExpiry => ref _placeByExpiry;

    public ref int PlaceByUse => ref _placeByUse;

    public bool IsAlive(long at) => at < Expiry;

    /// <summary>Hits the entry: it lives for its time from now, or for longer if it is hot.</summary>
    public CacheAccess Access(long at, int hotThreshold, long hotLife)
    {
        long expiry = Expiry;
        if (at >= expiry) return CacheAccess.Expired;

        int accesses = _accesses;
        bool becameHot = false;
        if (accesses < hotThreshold) becameHot = (accesses = Interlocked.Increment(ref _accesses)) == hotThreshold;
        else if (accesses != int.MaxValue) _accesses = accesses + 1;

        long until = Math.Min(at + (accesses < hotThreshold ? ttl : Math.Max(ttl, hotLife)), latest);
        if (until > expiry) Volatile.Write(ref _expiry, until);
        Volatile.Write(ref _lastAccess, at);
        return becameHot ? CacheAccess.HitAndHot : CacheAccess.Hit;
    }
}
