using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Ephemeral.Atoms.SlidingCache;
using Ephemeral.Internal;

namespace Ephemeral.Atoms;

/// <summary>A bounded cache over one factory: an entry lives while it is used, but never beyond its longest life.</summary>
/// <remarks>
/// <para>Thread-safe; an <see cref="EphemeralLruCache{TKey, TValue}"/> with a factory, a limit of factories that run at the same time, and
/// signals of its own. Never returns an entry past its time, never holds more than its size, and runs one factory for a key at a time,
/// whose value all who wait share. When it is full, an expired entry makes room, or else the one that was used least.</para>
/// <para>Signals: <c>cache.hit:{key}</c>, <c>cache.peek:{key}</c> (<see cref="TryGet"/> has found it) and <c>cache.miss:{key}</c> for the first
/// of every so many; always <c>cache.hit.dedup:{key}</c> (somebody else computed it meanwhile), <c>cache.compute.start:{key}</c>,
/// <c>cache.compute.done:{key}</c>, <c>cache.error:{key}:{exception}</c>, <c>cache.invalidate:{key}</c>, <c>cache.evict.expired:{key}</c>,
/// <c>cache.evict.cold:{key}</c> and <c>cache.clear:{count}</c>.</para>
/// </remarks>
/// <typeparam name="TKey">The keys. Their equality runs while the cache's lock is held: it must not wait for anybody.</typeparam>
/// <typeparam name="TResult">The values; null is one.</typeparam>
public sealed class SlidingCacheAtom<TKey, TResult> : IAsyncDisposable, IDisposable
    where TKey : notnull
{
    private readonly EphemeralLruCache<TKey, TResult> _cache;
    private readonly SlidingCacheSignals<TKey> _signals;
    private readonly FixedConcurrencyGate _computing;
    private readonly AsyncLocal<StrongBox<bool>?> _place = new(); // of the factory whose flow this is: true until it has ended
    private readonly Func<TKey, CancellationToken, Task<TResult>> _factory;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="factory">Computes the value of a key. Its token is cancelled once nobody waits for the value any more. A failure is not cached.</param>
    /// <param name="slidingExpiration">How long an entry lives after it was computed or last hit; null: 5 minutes.</param>
    /// <param name="absoluteExpiration">How long it lives at most after it was computed; null: 1 hour.</param>
    /// <param name="maxSize">The most entries.</param>
    /// <param name="maxConcurrency">
    /// How many factories run at the same time; null: as many as there are processors. The others wait. A factory that asks for other keys
    /// lends them its place, all that it asks for at the same time: waiting for each other, they might never end.
    /// </param>
    /// <param name="sampleRate">How many hits, peeks and misses there are for each one that is signalled; 0 turns all signals off.</param>
    /// <param name="signals">A sink in which the signals are raised as well, as text; null for none. Borrowed.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="factory"/> is null.</exception>
    /// <exception cref="ArgumentException">A number or time is out of range; the message lists every fault.</exception>
    public SlidingCacheAtom(
        Func<TKey, CancellationToken, Task<TResult>> factory,
        TimeSpan? slidingExpiration = null,
        TimeSpan? absoluteExpiration = null,
        int maxSize = 1_000,
        int? maxConcurrency = null,
        int sampleRate = 1,
        SignalSink? signals = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        int concurrency = maxConcurrency ?? Environment.ProcessorCount;
        OptionsFaults faults = new(nameof(SlidingCacheAtom<TKey, TResult>));
        faults.Positive(slidingExpiration);
        faults.Positive(absoluteExpiration);
        faults.AtLeast(maxSize, 1);
        faults.AtLeast(concurrency, 1, nameof(maxConcurrency));
        faults.AtLeast(sampleRate, 0);
        faults.ThrowIfAny();

        TimeSpan sliding = slidingExpiration ?? TimeSpan.FromMinutes(5);
        TimeProvider time = timeProvider ?? TimeProvider.System;
        _factory = factory;
        _computing = new(concurrency);
        _signals = new(sampleRate, signals, new(time));
        _cache = new(new()
        {
            DefaultTtl = sliding,
            HotKeyExtension = sliding, // hot keys live no longer than others here
            MaxLifetime = absoluteExpiration ?? TimeSpan.FromHours(1),
            MaxSize = maxSize,
            SampleRate = 0, // the signals are the atom's
            TimeProvider = time,
        });
        _cache.EntryEvicted += gone => _signals.Raise(gone.Reason == EvictionReason.Age ? "cache.evict.expired:" : "cache.evict.cold:", gone.Key);
    }

    /// <summary>Gets how many signals left before their time because newer ones took their place.</summary>
    public long DroppedSignals => _signals.Dropped;

    /// <summary>Gets how often a key's own text, its equality or what a factory registered with its token threw where nobody else could be told.</summary>
    public long CallbackFailures => _signals.CallbackFailures + _cache.CallbackFailures;

    /// <summary>Returns the value of a key, or computes and caches it, once for all callers that miss it at the same time.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends this caller's wait; the factory goes on while anybody else waits.</param>
    /// <remarks>A hit completes at once and allocates nothing. A failure reaches all who wait and is not cached.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The factory of this key asks for this key, at once or through others.</exception>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<TResult> GetOrComputeAsync(TKey key, CancellationToken cancellationToken = default)
    {
        if (!_cache.TryGet(key, out TResult? value)) return ComputeAsync(key, cancellationToken);
        _signals.Hit(key);
        return new(value);
    }

    /// <summary>Returns the value of a key if it is there and its time is not over. That is a hit, and lets it live on.</summary>
    /// <returns>False if there is none, also after dispose.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TResult value)
    {
        bool isThere = _cache.TryGet(key, out value);
        if (isThere) _signals.Peek(key);
        else _signals.Miss(key);
        return isThere;
    }

    /// <summary>Removes a key. What its factory computes at this moment reaches those who wait and is not cached.</summary>
    /// <returns>Whether there was a valid entry, or a factory at work. False after dispose.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public bool Invalidate(TKey key)
    {
        bool wasThere = _cache.Invalidate(key);
        if (wasThere) _signals.Raise("cache.invalidate:", key);
        return wasThere;
    }

    /// <summary>Removes every key.</summary>
    /// <returns>How many had a valid entry or a factory at work.</returns>
    public int Clear()
    {
        int count = _cache.Clear();
        _signals.RaiseCleared(count);
        return count;
    }

    /// <inheritdoc cref="EphemeralLruCache{TKey, TValue}.GetStats"/>
    public CacheStats GetStats() => _cache.GetStats();

    /// <summary>Returns the latest signals, oldest first: at most 1,000, none older than a minute. They become text here.</summary>
    /// <param name="pattern">Only those whose names match, such as <c>cache.evict.*</c>; null for all.</param>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty.</exception>
    public IReadOnlyList<SignalEvent> GetSignals(string? pattern = null)
    {
        if (pattern is not null) ArgumentException.ThrowIfNullOrEmpty(pattern);
        return _signals.Read(pattern);
    }

    /// <summary>Drops all entries and adds none any more. Factories at work end as their callers let them. Calling it again is safe.</summary>
    public void Dispose() => _cache.Dispose();

    /// <summary>Does the same as <see cref="Dispose"/>: there is nothing to wait for.</summary>
    public ValueTask DisposeAsync() => _cache.DisposeAsync();

    private async ValueTask<TResult> ComputeAsync(TKey key, CancellationToken cancellationToken)
    {
        bool isMine = false;
        TResult value = await _cache.GetOrAddAsync(key, ComputeOwnAsync, ttl: null, cancellationToken).ConfigureAwait(false);
        if (!isMine) _signals.Raise("cache.hit.dedup:", key);
        return value;

        async Task<TResult> ComputeOwnAsync(TKey key, CancellationToken unwanted)
        {
            isMine = true;
            _signals.Miss(key);
            if (_place.Value is { Value: true }) return await RunFactoryAsync(key, unwanted).ConfigureAwait(false);
            await _computing.WaitAsync(unwanted).ConfigureAwait(false);
            StrongBox<bool> place = _place.Value = new(true); // in this method's flow only
            try
            {
                return await RunFactoryAsync(key, unwanted).ConfigureAwait(false);
            }
            finally
            {
                place.Value = false; // what the factory has left behind runs on in its flow
                _computing.Release();
            }
        }
    }

    private async Task<TResult> RunFactoryAsync(TKey key, CancellationToken unwanted)
    {
        _signals.Raise("cache.compute.start:", key);
        try
        {
            TResult value = await (_factory(key, unwanted)
                ?? throw new InvalidOperationException($"The factory for key '{key}' returned null; return a task.")).ConfigureAwait(false);
            _signals.Raise("cache.compute.done:", key);
            return value;
        }
        catch (Exception error)
        {
            _signals.Raise("cache.error:", key, $":{error.GetType().Name}");
            throw;
        }
    }
}
