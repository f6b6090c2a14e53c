using Ephemeral.Engine;
using Ephemeral.Engine.Handlers;
using Ephemeral.Engine.Queues;

namespace Ephemeral;

/// <summary>Runs items by priority and with per-key order: items with equal keys never overlap, and keep their order within a lane.</summary>
/// <remarks>
/// <para>Thread-safe. When a slot frees, the most urgent lane that has an item with a free key starts one; ready keys take turns.
/// Across lanes the higher goes first, also for one key.</para>
/// <para>The key selector runs on the caller's thread; the key's equality runs while an internal lock is held.</para>
/// </remarks>
/// <typeparam name="T">The type of the items. They are never kept after their body has ended.</typeparam>
/// <typeparam name="TKey">The type of the keys.</typeparam>
public sealed class PriorityKeyedWorkCoordinator<T, TKey> : CoordinatorBase
    where TKey : notnull
{
    private readonly WorkEngine<T, LaneTag<TKey>, NoResult, LaneKeyedQueue<T, TKey>, BodyHandler<T>> _engine;
    private readonly KeySelector<T, TKey> _keys;
    private readonly PriorityLanes _lanes;

    /// <summary>Creates a coordinator that runs at once.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/>, its key selector or its body is null.</exception>
    /// <exception cref="ArgumentException">Lanes or options are not valid; the message lists every fault.</exception>
    public PriorityKeyedWorkCoordinator(PriorityKeyedWorkCoordinatorOptions<T, TKey> options)
        : this(options ?? throw new ArgumentNullException(nameof(options)), new PriorityLanes(options.Lanes), isFed: false)
    {
    }

    private PriorityKeyedWorkCoordinator(PriorityKeyedWorkCoordinatorOptions<T, TKey> options, PriorityLanes lanes, bool isFed)
        : base(options.EphemeralOptions, CoordinatorTraits.Of<T>("priority-keyed") with { Lanes = lanes.Lanes, Faults = lanes.Faults, IsFed = isFed })
    {
        _lanes = lanes;
        _keys = new(options.KeySelector, Name);
        _engine = CreateEngine<T, LaneTag<TKey>, NoResult, LaneKeyedQueue<T, TKey>, BodyHandler<T>>(
            new(lanes.Rules, Options.MaxConcurrencyPerKey, FairThreshold),
            BodyHandler<T>.Of(options.Body, options.BodyWithOperation));
    }

    /// <summary>Creates a coordinator that runs the items of a source and completes itself when the source ends.</summary>
    /// <param name="source">The source. It is read no faster than lanes and queue have room; what it throws surfaces in <see cref="CoordinatorBase.DrainAsync"/>.</param>
    /// <param name="options">The body, the lanes and the limits.</param>
    /// <param name="laneName">Returns the name of an item's lane; null: all go to the lane <c>normal</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="options"/> is null.</exception>
    public static PriorityKeyedWorkCoordinator<T, TKey> FromAsyncEnumerable(
        IAsyncEnumerable<T> source, PriorityKeyedWorkCoordinatorOptions<T, TKey> options, Func<T, string>? laneName = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        PriorityKeyedWorkCoordinator<T, TKey> coordinator = new(options, new PriorityLanes(options.Lanes), isFed: true);
        coordinator.Follow(source, (item, cancellationToken) => coordinator.EnqueueAsync(item, laneName?.Invoke(item) ?? "normal", cancellationToken));
        return coordinator;
    }

    /// <summary>Gets how many items wait in each lane, the most urgent first.</summary>
    public (string Lane, int Count)[] PendingCounts =>
        _engine.Read(_lanes, static (queue, lanes) => lanes.Lanes.Select((lane, rank) => (lane.LaneName, queue.PendingOf(rank))).ToArray());

    /// <inheritdoc cref="PriorityWorkCoordinator{T}.EnqueueAsync"/>
    /// <exception cref="InvalidOperationException">The key selector returned null.</exception>
    public ValueTask<long> EnqueueAsync(T item, string laneName = "normal", CancellationToken cancellationToken = default) =>
        _engine.EnqueueAsync(item, new(_lanes.RankOf(laneName), _keys.KeyOf(item)), cancellationToken);

    /// <inheritdoc cref="EnqueueAsync"/>
    public ValueTask<long> EnqueueWithIdAsync(T item, string laneName = "normal", CancellationToken cancellationToken = default) =>
        EnqueueAsync(item, laneName, cancellationToken);

    /// <inheritdoc cref="PriorityWorkCoordinator{T}.EnqueueManyAsync"/>
    public ValueTask<int> EnqueueManyAsync(IEnumerable<T> items, string laneName = "normal", CancellationToken cancellationToken = default)
    {
        int rank = _lanes.RankOf(laneName);
        return EnqueueAllAsync(items, item => _engine.EnqueueAsync(item, new(rank, _keys.KeyOf(item)), cancellationToken));
    }

    /// <inheritdoc cref="PriorityWorkCoordinator{T}.TryEnqueue(T, string)"/>
    public bool TryEnqueue(T item, string laneName = "normal") => TryEnqueue(item, laneName, out _);

    /// <inheritdoc cref="PriorityWorkCoordinator{T}.TryEnqueue(T, string, out long)"/>
    public bool TryEnqueue(T item, string laneName, out long operationId) =>
        _engine.TryEnqueue(item, new(_lanes.RankOf(laneName), _keys.KeyOf(item)), out operationId);

    /// <summary>Returns how many items of a key wait to run, in all lanes.</summary>
    public int GetPendingCountForKey(TKey key) => _engine.Read(key, static (queue, key) => queue.PendingOf(key));

    /// <summary>Returns the operations of a key that are in the window.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot> GetSnapshotForKey(TKey key) =>
        _engine.Snapshot(record => EqualityComparer<TKey>.Default.Equals(record.Tag.Key, key));

    /// <summary>Returns the signals of the operations that have this key.</summary>
    public IReadOnlyList<SignalEvent> GetSignalsByKey(TKey key) => GetSignalsByKey(key.ToString()!);
}
