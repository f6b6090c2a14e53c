namespace Ephemeral.Atoms;

/// <summary>Runs the items of each key one after the other, and different keys side by side.</summary>
/// <remarks>
/// <para>Thread-safe. A slow key delays only itself; keys take turns. Beyond 1,024 waiting items <see cref="EnqueueAsync"/> waits.</para>
/// <para>Disposing abandons what waits and cancels what runs. Await <see cref="DrainAsync"/> before that to let all of it run.</para>
/// </remarks>
/// <typeparam name="T">The type of the items. They are never kept after their body has ended.</typeparam>
/// <typeparam name="TKey">The type of the keys. A key costs memory only while it has items.</typeparam>
public sealed class KeyedSequentialAtom<T, TKey> : AtomBase<EphemeralKeyedWorkCoordinator<T, TKey>>
    where TKey : notnull
{
    /// <summary>Creates an atom that runs at once.</summary>
    /// <param name="keySelector">Returns the key of an item, on the enqueuing thread.</param>
    /// <param name="body">What is run for each item.</param>
    /// <param name="maxConcurrency">How many run at the same time over all keys; null: as many as there are processors.</param>
    /// <param name="perKeyConcurrency">How many of one key run at the same time; 1 keeps their order.</param>
    /// <param name="enableFairScheduling">Whether <see cref="TryEnqueue"/> refuses items of a key that has 10 waiting.</param>
    /// <param name="signals">The sink of the operations' signals; null for none. Borrowed.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="keySelector"/> or <paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentException">A number is below 1; the message lists every fault.</exception>
    public KeyedSequentialAtom(
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        int? maxConcurrency = null,
        int perKeyConcurrency = 1,
        bool enableFairScheduling = false,
        SignalSink? signals = null,
        TimeProvider? timeProvider = null)
        : base(new(keySelector, body, Options(maxConcurrency, perKeyConcurrency, enableFairScheduling, signals, timeProvider)))
    {
    }

    /// <summary>Creates an atom whose body takes the operation that it runs as.</summary>
    /// <inheritdoc cref="KeyedSequentialAtom{T, TKey}(Func{T, TKey}, Func{T, CancellationToken, Task}, int?, int, bool, SignalSink?, TimeProvider?)"/>
    public KeyedSequentialAtom(
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        int? maxConcurrency = null,
        int perKeyConcurrency = 1,
        bool enableFairScheduling = false,
        SignalSink? signals = null,
        TimeProvider? timeProvider = null)
        : base(new(keySelector, body, Options(maxConcurrency, perKeyConcurrency, enableFairScheduling, signals, timeProvider)))
    {
    }

    /// <inheritdoc cref="EphemeralKeyedWorkCoordinator{T, TKey}.EnqueueAsync"/>
    public ValueTask<long> EnqueueAsync(T item, CancellationToken cancellationToken = default) => Coordinator.EnqueueAsync(item, cancellationToken);

    /// <inheritdoc cref="EphemeralKeyedWorkCoordinator{T, TKey}.TryEnqueue(T)"/>
    public bool TryEnqueue(T item) => Coordinator.TryEnqueue(item);

    /// <inheritdoc cref="EphemeralKeyedWorkCoordinator{T, TKey}.GetPendingCountForKey"/>
    public int GetPendingCountForKey(TKey key) => Coordinator.GetPendingCountForKey(key);

    /// <inheritdoc cref="FixedWorkAtom{T}.DrainAsync"/>
    public Task DrainAsync(CancellationToken cancellationToken = default) => FlushAsync(cancellationToken);

    private static EphemeralOptions Options(
        int? maxConcurrency, int perKeyConcurrency, bool enableFairScheduling, SignalSink? signals, TimeProvider? timeProvider) => new()
    {
        Name = "KeyedSequentialAtom",
        MaxConcurrency = maxConcurrency ?? Environment.ProcessorCount,
        MaxConcurrencyPerKey = perKeyConcurrency,
        EnableFairScheduling = enableFairScheduling,
        Signals = signals,
        TimeProvider = timeProvider ?? TimeProvider.System,
    };
}
