using Ephemeral.Caching;

namespace Ephemeral;

public sealed partial class EphemeralLruCache<TKey, TValue>
{
    private readonly AsyncLocal<CacheFlight<TKey, TValue>?> _current = new(); // whose factory is running in this flow
    private long _searches; // guarded by _gate

    /// <summary>Returns the value of a key, or computes and caches it. Never waits for anybody else's computation.</summary>
    /// <remarks>
    /// Callers that miss the same key at the same time compute it side by side, and all return the value that was stored first: to wait
    /// would block a thread. For one computation at a time use
    /// <see cref="GetOrAddAsync(TKey, Func{TKey, Task{TValue}}, TimeSpan?, CancellationToken)"/>, whose callers also share one of these.
    /// </remarks>
    /// <param name="key">The key.</param>
    /// <param name="factory">Computes the value. A failure reaches the caller and is not cached.</param>
    /// <param name="ttl">How long the entry lives after it was added or last hit; null for the default. Only for an entry that is added.</param>
    /// <exception cref="ArgumentNullException">The key or the factory is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ttl"/> is not positive.</exception>
    /// <exception cref="InvalidOperationException">The factory of this key asks for this key, at once or through another's.</exception>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> factory, TimeSpan? ttl = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        long life = LifeOf(ttl);
        if (TryHit(key, out TValue? value)) return value;

        CacheFlight<TKey, TValue>? outer = _current.Value;
        if (!TryBoard(key, outer, isWaiting: false, canBeCancelled: false, out Boarding boarding, out value)) return value!;
        _current.Value = boarding.Flight;
        try
        {
            value = Land(boarding, factory(key), life);
        }
        catch (Exception error) when (boarding.IsLeader)
        {
            Abandon(boarding.Flight, error);
            throw;
        }
        finally
        {
            _current.Value = outer;
            Leave(outer, boarding);
        }

        if (boarding.IsLeader) boarding.Flight.Succeed(value);
        return value;
    }

    /// <summary>Returns the value of a key, or computes and caches it, once for all callers that miss it at the same time.</summary>
    /// <remarks>
    /// The first caller's factory runs, beginning on its thread; the others share the value or the failure. After an invalidation the
    /// next caller starts anew and does not share what is out of date. A hit completes at once and allocates nothing.
    /// </remarks>
    /// <param name="key">The key.</param>
    /// <param name="factory">
    /// Computes the value for all who wait, so it should not be cancelled by the token of one. A failure reaches all of them and is not
    /// cached.
    /// </param>
    /// <param name="ttl">How long the entry lives after it was added or last hit; null for the default. Only for an entry that is added.</param>
    /// <param name="cancellationToken">
    /// Ends this caller's wait and nothing else: the factory goes on, and its value is cached. A call that misses with a token that is
    /// cancelled already starts no factory.
    /// </param>
    /// <exception cref="ArgumentNullException">The key or the factory is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ttl"/> is not positive.</exception>
    /// <exception cref="InvalidOperationException">
    /// The factory of this key asks for this key, at once or through others, and would wait for itself.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The cache is disposed.</exception>
    public ValueTask<TValue> GetOrAddAsync(
        TKey key, Func<TKey, Task<TValue>> factory, TimeSpan? ttl = null, CancellationToken cancellationToken = default) =>
        GetOrAddAsync(key, new CacheFactory<TKey, TValue>(factory), ttl, cancellationToken);

    /// <summary>Returns the value of a key, or computes and caches it, once for all callers that miss it at the same time; stops when none of them is left.</summary>
    /// <remarks>
    /// As the overload whose factory has no token, but the factory is cancelled when all who waited for it have left. Whoever asks then
    /// starts anew, and what the cancelled factory computes all the same is not cached.
    /// </remarks>
    /// <param name="key">The key.</param>
    /// <param name="factory">
    /// Computes the value for all who wait. Its token is that of none of them: it is cancelled once the wait of each was ended by his own.
    /// A failure reaches all who wait and is not cached.
    /// </param>
    /// <param name="ttl">How long the entry lives after it was added or last hit; null for the default. Only for an entry that is added.</param>
    /// <param name="cancellationToken">
    /// Ends this caller's wait; the factory goes on while anybody else waits. A call that misses with a token that is cancelled already
    /// starts no factory.
    /// </param>
    /// <inheritdoc cref="GetOrAddAsync(TKey, Func{TKey, Task{TValue}}, TimeSpan?, CancellationToken)"/>
    public ValueTask<TValue> GetOrAddAsync(
        TKey key, Func<TKey, CancellationToken, Task<TValue>> factory, TimeSpan? ttl = null, CancellationToken cancellationToken = default) =>
        GetOrAddAsync(key, new CacheFactory<TKey, TValue>(factory), ttl, cancellationToken);

    private ValueTask<TValue> GetOrAddAsync(
        TKey key, in CacheFactory<TKey, TValue> factory, TimeSpan? ttl, CancellationToken cancellationToken)
    {
        long life = LifeOf(ttl);
        if (TryHit(key, out TValue? value)) return new(value);
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<TValue>(cancellationToken);
        return ShareAsync(key, factory, life, cancellationToken);
    }

    private async ValueTask<TValue> ShareAsync(TKey key, CacheFactory<TKey, TValue> factory, long life, CancellationToken cancellationToken)
    {
        CacheFlight<TKey, TValue>? outer = _current.Value;
        if (!TryBoard(key, outer, isWaiting: true, factory.CanBeCancelled, out Boarding boarding, out TValue? value)) return value!;
        try
        {
            if (boarding.IsLeader) _ = LeadAsync(boarding, factory, life); // never fails: those who wait get what the factory threw
            return await boarding.Arrival!.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(outer, boarding);
        }
    }

    private async Task LeadAsync(Boarding boarding, CacheFactory<TKey, TValue> factory, long life)
    {
        CacheFlight<TKey, TValue> flight = boarding.Flight;
        TValue value;
        try
        {
            _current.Value = flight; // in this method's flow only
            value = Land(boarding, await factory.StartAsync(flight).ConfigureAwait(false), life);
        }
        catch (Exception error)
        {
            Abandon(flight, error);
            return;
        }

        flight.Succeed(value);
    }

    /// <summary>Joins the computation of a key or begins it, unless the value has arrived in the meantime.</summary>
    /// <returns>False if it has.</returns>
    private bool TryBoard(
        TKey key, CacheFlight<TKey, TValue>? outer, bool isWaiting, bool canBeCancelled, out Boarding boarding, out TValue? value)
    {
        CacheFlight<TKey, TValue>? flight = null;
        bool isLeader = false;
        bool isCircle = false;
        boarding = default;
        long now = _clock.Now();
        CacheAccess access;
        CacheEntry<TKey, TValue>? gone = null;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            access = AccessOrRemove(key, now, out value, ref gone);
            if (access < CacheAccess.Hit)
            {
                isLeader = !_flights.TryGetValue(key, out flight);
                if (isLeader) _flights.Add(key, flight = new(key, canBeCancelled ? new() : null)); // without timer or link: nothing to dispose
                isCircle = outer is not null && flight!.LeadsTo(outer, ++_searches);
                if (!isCircle)
                {
                    outer?.Await(flight!);
                    boarding = new(flight!, isLeader, isWaiting ? flight!.Join() : null);
                }
            }
        }

        TellEvicted(gone, now);
        if (isCircle) throw WaitsForItself(key, outer!.Key);
        Tell(access, key, now);
        return access < CacheAccess.Hit;
    }

    /// <summary>Takes a computed value: caches it, unless the computation has ended before or another value came first.</summary>
    /// <returns>The value that counts.</returns>
    private TValue Land(Boarding boarding, TValue value, long life)
    {
        CacheFlight<TKey, TValue> flight = boarding.Flight;
        CacheEntry<TKey, TValue>? gone = null;
        bool isHot;
        long now = _clock.Now();
        lock (_gate)
        {
            bool mayAdd = !flight.HasEnded;
            if (boarding.IsLeader)
            {
                flight.Land();
                End(flight);
            }

            if (_store.TryFind(flight.Key, out CacheEntry<TKey, TValue>? first))
            {
                if (first.IsAlive(now)) return first.Value;
                RemoveExpired(first, now, ref gone);
            }

            if (mayAdd) Add(flight.Key, value, life, now, ref gone);
            isHot = mayAdd && _hotThreshold == 1;
        }

        TellEvicted(gone, now);
        if (isHot) _signals.Sample(CacheSignalKind.Hot, flight.Key, now);
        return value;
    }

    private void Abandon(CacheFlight<TKey, TValue> flight, Exception error)
    {
        lock (_gate)
        {
            flight.Land();
            End(flight);
        }

        flight.Fail(error);
    }

    /// <summary>Takes a flight off the table. Call it inside the lock.</summary>
    private void End(CacheFlight<TKey, TValue> flight)
    {
        if (flight.HasEnded) return;
        flight.HasEnded = true;
        _flights.Remove(flight.Key);
    }

    /// <summary>Ends a caller's part. A factory that takes its token is cancelled when the last of those who wait leaves it at work.</summary>
    private void Leave(CacheFlight<TKey, TValue>? outer, Boarding boarding)
    {
        CacheFlight<TKey, TValue> flight = boarding.Flight;
        if (outer is null && !flight.CanBeCancelled) return;
        CancellationTokenSource? unwanted = null;
        lock (_gate)
        {
            outer?.AwaitNoMore(flight);
            if (boarding.Arrival is not null) unwanted = flight.Part();
            if (unwanted is not null) End(flight);
        }

        try
        {
            unwanted?.Cancel();
        }
        catch (AggregateException)
        {
            _signals.CallbackFailed(); // what the factory registered with its token: whoever leaves has nothing to do with it
        }
    }

    private long LifeOf(TimeSpan? ttl)
    {
        if (ttl is null) return _defaultTtl;
        if (ttl > TimeSpan.Zero) return _clock.Stamps(ttl.Value);
        throw new ArgumentOutOfRangeException(nameof(ttl), ttl, "An entry lives for a positive time; give null for the cache's default.");
    }

    private static InvalidOperationException WaitsForItself(TKey key, TKey within) => new(
        $"The factory for key '{within}' asks this cache for key '{key}', whose factory waits for '{within}', so neither would end. " +
        "A factory must not need its own value: compute it without the cache, or under another key.");

    /// <summary>A caller's part in a computation: it leads, waits for the leader, or computes beside it.</summary>
    private readonly record struct Boarding(CacheFlight<TKey, TValue> Flight, bool IsLeader, Task<TValue>? Arrival);
}
