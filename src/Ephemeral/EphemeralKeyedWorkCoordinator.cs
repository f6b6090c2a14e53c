using Ephemeral.Engine;
using Ephemeral.Engine.Handlers;
using Ephemeral.Engine.Queues;

namespace Ephemeral;

/// <summary>Runs items with per-key order: items with equal keys never overlap and start in the order in which they were accepted.</summary>
/// <remarks>
/// <para>Thread-safe. A slow key delays only itself: other keys keep starting while a slot is free, and ready keys take turns.</para>
/// <para>A key costs memory only while it has items; its state is released when its last item ends.</para>
/// <para>The key selector runs on the caller's thread. The key's equality runs while an internal lock is held: it must be fast and
/// must not call back.</para>
/// </remarks>
/// <typeparam name="T">The type of the items. They are never kept after their body has ended.</typeparam>
/// <typeparam name="TKey">The type of the keys.</typeparam>
public sealed class EphemeralKeyedWorkCoordinator<T, TKey> : CoordinatorBase
    where TKey : notnull
{
    private readonly WorkEngine<T, TKey, NoResult, KeyedQueue<T, TKey>, BodyHandler<T>> _engine;
    private readonly KeySelector<T, TKey> _keys;

    /// <summary>Creates a coordinator that runs at once.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="keySelector"/> or <paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentException">Options are not valid; the message lists every fault.</exception>
    public EphemeralKeyedWorkCoordinator(Func<T, TKey> keySelector, Func<T, CancellationToken, Task> body, EphemeralOptions? options = null)
        : this(keySelector, new BodyHandler<T>(body), options, Traits)
    {
    }

    /// <summary>Creates a coordinator whose body takes the operation that it runs as.</summary>
    /// <inheritdoc cref="EphemeralKeyedWorkCoordinator{T, TKey}(Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    public EphemeralKeyedWorkCoordinator(
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        : this(keySelector, new BodyHandler<T>(body), options, Traits)
    {
    }

    internal EphemeralKeyedWorkCoordinator(Func<T, TKey> keySelector, BodyHandler<T> handler, EphemeralOptions? options, CoordinatorTraits traits)
        : base(options, traits)
    {
        _keys = new(keySelector, Name);
        _engine = CreateEngine<T, TKey, NoResult, KeyedQueue<T, TKey>, BodyHandler<T>>(new(Options.MaxConcurrencyPerKey, FairThreshold), handler);
    }

    internal static CoordinatorTraits Traits => CoordinatorTraits.Of<T>("keyed");

    /// <summary>Creates a coordinator that runs the items of a source and completes itself when the source ends.</summary>
    /// <remarks>The source is read no faster than the queue has room. What it throws surfaces in <see cref="CoordinatorBase.DrainAsync"/>.</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static EphemeralKeyedWorkCoordinator<T, TKey> FromAsyncEnumerable(
        IAsyncEnumerable<T> source,
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null) => Following(source, keySelector, new(body), options);

    /// <summary>Creates a coordinator that runs the items of a source, and whose body takes the operation that it runs as.</summary>
    /// <inheritdoc cref="FromAsyncEnumerable(IAsyncEnumerable{T}, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    public static EphemeralKeyedWorkCoordinator<T, TKey> FromAsyncEnumerable(
        IAsyncEnumerable<T> source,
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null) => Following(source, keySelector, new(body), options);

    /// <inheritdoc cref="EphemeralWorkCoordinator{T}.EnqueueAsync"/>
    /// <exception cref="InvalidOperationException">The key selector returned null.</exception>
    public ValueTask<long> EnqueueAsync(T item, CancellationToken cancellationToken = default) =>
        _engine.EnqueueAsync(item, _keys.KeyOf(item), cancellationToken);

    /// <inheritdoc cref="EnqueueAsync"/>
    public ValueTask<long> EnqueueWithIdAsync(T item, CancellationToken cancellationToken = default) => EnqueueAsync(item, cancellationToken);

    /// <inheritdoc cref="EphemeralWorkCoordinator{T}.EnqueueManyAsync"/>
    public ValueTask<int> EnqueueManyAsync(IEnumerable<T> items, CancellationToken cancellationToken = default) =>
        EnqueueAllAsync(items, item => EnqueueAsync(item, cancellationToken));

    /// <summary>Enqueues an item if there is room now and its key has no more than its fair share waiting.</summary>
    /// <returns>False when the queue is full, fair scheduling refuses the key, or the coordinator accepts no more items.</returns>
    public bool TryEnqueue(T item) => TryEnqueue(item, out _);

    /// <inheritdoc cref="TryEnqueue(T)"/>
    /// <param name="item">The item.</param>
    /// <param name="operationId">The id of the operation; 0 when it was not accepted.</param>
    public bool TryEnqueue(T item, out long operationId) => _engine.TryEnqueue(item, _keys.KeyOf(item), out operationId);

    /// <summary>Returns how many items of a key wait to run.</summary>
    public int GetPendingCountForKey(TKey key) => _engine.Read(key, static (queue, key) => queue.PendingOf(key));

    /// <summary>Returns the operations of a key that are in the window.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot> GetSnapshotForKey(TKey key) =>
        _engine.Snapshot(record => EqualityComparer<TKey>.Default.Equals(record.Tag, key));

    /// <summary>Returns the signals of the operations that have this key.</summary>
    public IReadOnlyList<SignalEvent> GetSignalsByKey(TKey key) => GetSignalsByKey(key.ToString()!);

    private static EphemeralKeyedWorkCoordinator<T, TKey> Following(
        IAsyncEnumerable<T> source, Func<T, TKey> keySelector, BodyHandler<T> handler, EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(source);
        EphemeralKeyedWorkCoordinator<T, TKey> coordinator = new(keySelector, handler, options, Traits with { IsFed = true });
        coordinator.Follow(source, coordinator.EnqueueAsync);
        return coordinator;
    }
}
