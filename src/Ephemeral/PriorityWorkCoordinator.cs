using Ephemeral.Engine;
using Ephemeral.Engine.Handlers;
using Ephemeral.Engine.Queues;

namespace Ephemeral;

/// <summary>Runs items by priority: when a slot frees, the oldest item of the most urgent lane starts.</summary>
/// <remarks>
/// <para>Thread-safe. An urgent item waits for at most the items that run: nothing stands between the lanes and the slots.</para>
/// <para>Within a lane items start in order of acceptance. Strict priority can starve low lanes.</para>
/// </remarks>
/// <typeparam name="T">The type of the items. They are never kept after their body has ended.</typeparam>
public sealed class PriorityWorkCoordinator<T> : CoordinatorBase
{
    private readonly WorkEngine<T, int, NoResult, LaneQueue<T>, BodyHandler<T>> _engine;
    private readonly PriorityLanes _lanes;

    /// <summary>Creates a coordinator that runs at once.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> or its body is null.</exception>
    /// <exception cref="ArgumentException">Lanes or options are not valid; the message lists every fault.</exception>
    public PriorityWorkCoordinator(PriorityWorkCoordinatorOptions<T> options)
        : this(options ?? throw new ArgumentNullException(nameof(options)), new PriorityLanes(options.Lanes), isFed: false)
    {
    }

    private PriorityWorkCoordinator(PriorityWorkCoordinatorOptions<T> options, PriorityLanes lanes, bool isFed)
        : base(options.EphemeralOptions, CoordinatorTraits.Of<T>("priority") with { Lanes = lanes.Lanes, Faults = lanes.Faults, IsFed = isFed })
    {
        _lanes = lanes;
        _engine = CreateEngine<T, int, NoResult, LaneQueue<T>, BodyHandler<T>>(new(lanes.Rules), BodyHandler<T>.Of(options.Body, options.BodyWithOperation));
    }

    /// <summary>Creates a coordinator that runs the items of a source and completes itself when the source ends.</summary>
    /// <param name="source">The source. It is read no faster than lanes and queue have room; what it throws surfaces in <see cref="CoordinatorBase.DrainAsync"/>.</param>
    /// <param name="options">The body, the lanes and the limits.</param>
    /// <param name="laneName">Returns the name of an item's lane; null: all go to the lane <c>normal</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="options"/> is null.</exception>
    public static PriorityWorkCoordinator<T> FromAsyncEnumerable(
        IAsyncEnumerable<T> source, PriorityWorkCoordinatorOptions<T> options, Func<T, string>? laneName = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        PriorityWorkCoordinator<T> coordinator = new(options, new PriorityLanes(options.Lanes), isFed: true);
        coordinator.Follow(source, (item, cancellationToken) => coordinator.EnqueueAsync(item, laneName?.Invoke(item) ?? "normal", cancellationToken));
        return coordinator;
    }

    /// <summary>Gets how many items wait in each lane, the most urgent first.</summary>
    public (string Lane, int Count)[] PendingCounts =>
        _engine.Read(_lanes, static (queue, lanes) => lanes.Lanes.Select((lane, rank) => (lane.LaneName, queue.PendingOf(rank))).ToArray());

    /// <summary>Enqueues an item in a lane, waiting while the lane or the queue is full.</summary>
    /// <param name="item">The item.</param>
    /// <param name="laneName">The lane.</param>
    /// <param name="cancellationToken">Ends the wait for room only; an accepted item is not affected.</param>
    /// <returns>The id of the operation, once the item is accepted. Await it once.</returns>
    /// <exception cref="ArgumentException">There is no such lane; the message lists those that there are.</exception>
    /// <exception cref="CoordinatorCompletedException">The coordinator was completed or cancelled, also while waiting.</exception>
    /// <exception cref="CoordinatorFullException">It is full and <see cref="EphemeralOptions.FullMode"/> is <see cref="QueueFullMode.Reject"/>.</exception>
    /// <exception cref="ObjectDisposedException">The coordinator was disposed.</exception>
    public ValueTask<long> EnqueueAsync(T item, string laneName = "normal", CancellationToken cancellationToken = default) =>
        _engine.EnqueueAsync(item, _lanes.RankOf(laneName), cancellationToken);

    /// <inheritdoc cref="EnqueueAsync"/>
    public ValueTask<long> EnqueueWithIdAsync(T item, string laneName = "normal", CancellationToken cancellationToken = default) =>
        EnqueueAsync(item, laneName, cancellationToken);

    /// <summary>Enqueues items in a lane one after the other, waiting while it is full.</summary>
    /// <returns>How many were accepted: all of them.</returns>
    /// <inheritdoc cref="EnqueueAsync"/>
    public ValueTask<int> EnqueueManyAsync(IEnumerable<T> items, string laneName = "normal", CancellationToken cancellationToken = default)
    {
        int rank = _lanes.RankOf(laneName);
        return EnqueueAllAsync(items, item => _engine.EnqueueAsync(item, rank, cancellationToken));
    }

    /// <summary>Enqueues an item in a lane if there is room now.</summary>
    /// <returns>False when the lane or the queue is full or the coordinator accepts no more items.</returns>
    /// <exception cref="ArgumentException">There is no such lane.</exception>
    public bool TryEnqueue(T item, string laneName = "normal") => TryEnqueue(item, laneName, out _);

    /// <inheritdoc cref="TryEnqueue(T, string)"/>
    /// <param name="item">The item.</param>
    /// <param name="laneName">The lane.</param>
    /// <param name="operationId">The id of the operation; 0 when it was not accepted.</param>
    public bool TryEnqueue(T item, string laneName, out long operationId) => _engine.TryEnqueue(item, _lanes.RankOf(laneName), out operationId);
}
