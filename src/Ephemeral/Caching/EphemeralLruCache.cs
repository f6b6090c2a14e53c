using System.Diagnostics.CodeAnalysis;
using Ephemeral.Caching;
using Ephemeral.Internal;
using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>A bounded cache that keeps what is used: entries live for a time after their last hit, those of hot keys for longer.</summary>
/// <remarks>
/// <para>Thread-safe. Never returns an entry past its time and never holds more than <see cref="EphemeralLruCacheOptions.MaxSize"/>
/// entries, at every moment. A hit takes no lock unless it is signalled. When the cache is full, an expired entry makes room, or else
/// the one with the fewest accesses, and of those the one whose last access is longest ago. An entry is hot from the access numbered
/// <see cref="EphemeralLruCacheOptions.HotAccessThreshold"/> on; adding it is number 1.</para>
/// <para>Factories run on their callers' threads, outside locks, and their failures are not cached. What is being computed is no entry:
/// the cache starts nothing that nobody asked for, and bounds what it keeps, not what its callers run.</para>
/// <para>Expired entries are removed by one timer, set for the earliest and only while there are entries; it keeps an undisposed cache
/// alive until they are gone. Values are not disposed when they leave, for a caller may still use them.</para>
/// <para>Signals: <c>cache.hit:{key}</c>, <c>cache.miss:{key}</c> and <c>cache.hot:{key}</c>, when a key becomes hot, for the first of
/// every <see cref="EphemeralLruCacheOptions.SampleRate"/>; <c>cache.evict:{key}</c>, when an entry leaves because its time was over or
/// there was no room, and <c>cache.invalidate:{key}</c> always.</para>
/// </remarks>
/// <typeparam name="TKey">The keys. Their comparer runs while the cache's lock is held: it must not wait for anybody.</typeparam>
/// <typeparam name="TValue">The values; null is one.</typeparam>
/// <example><code>
/// await using EphemeralLruCache&lt;string, User&gt; users = new(new() { MaxSize = 10_000 });
/// User user = await users.GetOrAddAsync("42", id => LoadUserAsync(id));
/// </code></example>
public sealed partial class EphemeralLruCache<TKey, TValue> : IAsyncDisposable, IDisposable
    where TKey : notnull
{
    private const long NotArmed = long.MaxValue;

    private readonly Lock _gate = new();
    private readonly AnchoredClock _clock;
    private readonly Alarm _alarm;
    private readonly CacheSignals<TKey> _signals;
    private readonly CacheStore<TKey, TValue> _store; // what changes it is guarded by _gate, as are the next four
    private readonly Dictionary<TKey, CacheFlight<TKey, TValue>> _flights;
    private long _armedFor = NotArmed;
    private long _evicted;
    private bool _isDisposed;
    private readonly int _maxSize;
    private readonly int _hotThreshold;
    private readonly long _hotLife;
    private readonly long _defaultTtl;
    private readonly long? _maxLifetime;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="comparer">What makes two keys the same; null for the keys' own equality.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message lists every fault.</exception>
    public EphemeralLruCache(EphemeralLruCacheOptions? options = null, IEqualityComparer<TKey>? comparer = null)
    {
        options ??= new();
        LruCacheOptionsValidator.Validate(options);
        _clock = new(options.TimeProvider);
        _alarm = new(options.TimeProvider, Sweep);
        _signals = new(options.SampleRate, options.Signals, _clock);
        _store = new(options.MaxSize, comparer);
        _flights = new(comparer);
        _maxSize = options.MaxSize;
        _hotThreshold = options.HotAccessThreshold;
        _hotLife = _clock.Stamps(options.HotKeyExtension);
        _defaultTtl = _clock.Stamps(options.DefaultTtl);
        _maxLifetime = options.MaxLifetime is { } life ? _clock.Stamps(life) : null;
    }

    /// <summary>Occurs after an entry left because its time was over or there was no room, on the thread that found it so, outside locks.</summary>
    /// <remarks>
    /// <see cref="CacheEviction{TKey, TValue}.Reason"/> is <see cref="EvictionReason.Age"/> or <see cref="EvictionReason.Capacity"/>. What
    /// was invalidated, cleared or disposed with the cache is not told. What a handler throws is caught and counted.
    /// </remarks>
    public event Action<CacheEviction<TKey, TValue>>? EntryEvicted;

    /// <summary>Gets how many signals left before their time because newer ones took their place.</summary>
    public long DroppedSignals => _signals.Dropped;

    /// <summary>Gets how often an event handler, a key's own text, its comparer or what a factory registered with its token threw where nobody else could be told.</summary>
    public long CallbackFailures => _signals.CallbackFailures;

    /// <summary>Returns the value of a key if it is there and its time is not over. That is a hit.</summary>
    /// <returns>False if there is none, also after dispose.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        long now = _clock.Time.GetTimestamp();
        CacheAccess access = Access(key, now, out value!);
        if (access == CacheAccess.Expired) access = AccessExpired(key, now, out value!);
        if (!_signals.IsOff) Tell(access, key, now);
        return access >= CacheAccess.Hit;
    }

    /// <summary>Removes a key. What a factory computes for it at this moment reaches its callers and is not cached.</summary>
    /// <returns>Whether there was a valid entry, or a factory at work. False after dispose.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public bool Invalidate(TKey key)
    {
        long now = _clock.Now();
        bool found;
        CacheEntry<TKey, TValue>? gone = null;
        lock (_gate)
        {
            TakeExpired(now, ref gone);
            found = _store.TryFind(key, out CacheEntry<TKey, TValue>? entry);
            if (found) _store.Remove(entry!);
            if (_flights.Remove(key, out CacheFlight<TKey, TValue>? flight)) found = flight.HasEnded = true;
            Arm(now);
        }

        TellEvicted(gone, now);
        if (found) _signals.Always(CacheSignalKind.Invalidate, key, now);
        return found;
    }

    /// <summary>Invalidates every key.</summary>
    /// <returns>How many keys had a valid entry or a factory at work.</returns>
    public int Clear()
    {
        HashSet<TKey> keys;
        CacheEntry<TKey, TValue>? gone = null;
        long now = _clock.Now();
        lock (_gate)
        {
            TakeExpired(now, ref gone);
            keys = TakeAll(now);
        }

        TellEvicted(gone, now);
        foreach (TKey key in keys) _signals.Always(CacheSignalKind.Invalidate, key, now);
        return keys.Count;
    }

    /// <summary>Counts the entries at this moment. It looks at each of them.</summary>
    public CacheStats GetStats()
    {
        long now = _clock.Now();
        lock (_gate)
        {
            int valid = 0;
            int hot = 0;
            foreach (var node in _store.Entries)
            {
                if (!node.Item.IsAlive(now)) continue;
                valid++;
                if (node.Item.Accesses >= _hotThreshold) hot++;
            }

            return new(_store.Count, valid, _store.Count - valid, hot, _maxSize) { InFlight = _flights.Count, Evicted = _evicted };
        }
    }

    /// <summary>Returns the latest signals, oldest first: at most 1,000, none older than a minute. They become text here.</summary>
    /// <param name="pattern">Only those whose names match, such as <c>cache.evict:*</c>; null for all.</param>
    /// <remarks>All signals of a cache have the same operation id, which nobody else has; their key is the text of the cache's key.</remarks>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty.</exception>
    public IReadOnlyList<SignalEvent> GetSignals(string? pattern = null)
    {
        if (pattern is null) return _signals.Read(null);
        SignalArguments.ThrowIfNoPattern(pattern);
        return _signals.Read(new SignalPattern(pattern));
    }

    /// <summary>Drops all entries and adds none any more. Factories at work end as their callers let them; their values are not cached.</summary>
    /// <remarks>Disposing twice is fine. Signals can still be read.</remarks>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            TakeAll(_clock.Now());
            _alarm.Stop();
        }
    }

    /// <summary>Does the same as <see cref="Dispose"/>: there is nothing to wait for.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Hits a key if there is a valid entry. Takes no lock and runs no code of users but the key comparer.</summary>
    private CacheAccess Access(TKey key, long now, out TValue? value)
    {
        CacheAccess access = CacheAccess.Miss;
        value = default;
        if (!_store.TryFind(key, out CacheEntry<TKey, TValue>? entry)) return access;
        access = entry.Access(now, _hotThreshold, _hotLife);
        if (access >= CacheAccess.Hit) value = entry.Value;
        return access;
    }

    private CacheAccess AccessExpired(TKey key, long now, out TValue? value)
    {
        CacheAccess access;
        CacheEntry<TKey, TValue>? gone = null;
        lock (_gate) access = AccessOrRemove(key, now, out value, ref gone);
        TellEvicted(gone, now);
        return access;
    }

    private bool TryHit(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        long now = _clock.Time.GetTimestamp();
        CacheAccess access = Access(key, now, out value!);
        if (access < CacheAccess.Hit) return false;
        if (!_signals.IsOff) Tell(access, key, now);
        return true;
    }

    /// <summary>Signals how an access went. Call it outside the lock.</summary>
    private void Tell(CacheAccess access, TKey key, long now)
    {
        _signals.Sample(access >= CacheAccess.Hit ? CacheSignalKind.Hit : CacheSignalKind.Miss, key, now);
        if (access == CacheAccess.HitAndHot) _signals.Sample(CacheSignalKind.Hot, key, now);
    }
}
