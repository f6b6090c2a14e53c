using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Ephemeral.Caching;

/// <summary>The entries of a cache, by key, by expiry and by use. Finding is free of locks; the cache's lock guards all else.</summary>
internal sealed class CacheStore<TKey, TValue>(int maxSize, IEqualityComparer<TKey>? comparer)
    where TKey : notnull
{
    // Written under one lock, so one is enough inside as well.
    private readonly ConcurrentDictionary<TKey, CacheEntry<TKey, TValue>> _byKey = new(1, Math.Min(maxSize, 31), comparer);
    private readonly LazyHeap<CacheEntry<TKey, TValue>, ByExpiry> _byExpiry = new();
    private readonly LazyHeap<CacheEntry<TKey, TValue>, ByUse> _byUse = new();

    public int Count => _byUse.Count;

    public ReadOnlySpan<LazyHeap<CacheEntry<TKey, TValue>, ByUse>.Node> Entries => _byUse.Nodes;

    /// <summary>Gets a time before which no entry expires; null when there is none.</summary>
    public long? NextExpiry => _byExpiry.Count == 0 ? null : _byExpiry.Top.Rank.First;

    public bool TryFind(TKey key, [NotNullWhen(true)] out CacheEntry<TKey, TValue>? entry) => _byKey.TryGetValue(key, out entry);

    /// <summary>Adds an entry whose key is not there and for which there is room.</summary>
    public void Add(CacheEntry<TKey, TValue> entry)
    {
        _byKey[entry.Key] = entry;
        _byExpiry.Add(entry);
        _byUse.Add(entry);
    }

    public void Remove(CacheEntry<TKey, TValue> entry)
    {
        _byExpiry.Remove(entry);
        _byUse.Remove(entry);
        _byKey.TryRemove(entry.Key, out _);
    }

    /// <summary>Removes an entry that is expired; null when there is none.</summary>
    public CacheEntry<TKey, TValue>? TakeExpired(long now)
    {
        while (_byExpiry.Count > 0 && _byExpiry.Top is { } top && top.Rank.First <= now)
        {
            if (!top.Item.IsAlive(now))
            {
                Remove(top.Item);
                return top.Item;
            }

            _byExpiry.Refresh(); // it was hit since the heap looked
        }

        return null;
    }

    /// <summary>Removes the entry with the fewest accesses, of several the one whose last is longest ago.</summary>
    public CacheEntry<TKey, TValue> TakeColdest()
    {
        while (_byUse.Refresh()) { }
        CacheEntry<TKey, TValue> coldest = _byUse.Top.Item;
        Remove(coldest);
        return coldest;
    }

    internal readonly struct ByExpiry : IHeapOrder<CacheEntry<TKey, TValue>>
    {
        public static (long First, long Second) RankOf(CacheEntry<TKey, TValue> item) => (item.Expiry, 0);

        public static ref int PlaceOf(CacheEntry<TKey, TValue> item) => ref item.PlaceByExpiry;
    }

    internal readonly struct ByUse : IHeapOrder<CacheEntry<TKey, TValue>>
    {
        public static (long First, long Second) RankOf(CacheEntry<TKey, TValue> item) => (item.Accesses, item.LastAccess);

        public static ref int PlaceOf(CacheEntry<TKey, TValue> item) => ref item.PlaceByUse;
    }
}
