using Ephemeral.Engine;
using Ephemeral.Engine.Handlers;
using Ephemeral.Engine.Queues;

namespace Ephemeral;

/// <summary>Runs items with bounded concurrency, in the order in which they were accepted, and remembers the recent ones.</summary>
/// <remarks>
/// <para>Thread-safe. Items start in order of acceptance; with more than one slot they may end in any order.</para>
/// <para>A body of the shape <c>(item, cancellationToken)</c> costs no allocation an item; one that takes its
/// <see cref="EphemeralOperation"/> costs that object.</para>
/// </remarks>
/// <typeparam name="T">The type of the items. They are never kept after their body has ended.</typeparam>
public sealed class EphemeralWorkCoordinator<T> : CoordinatorBase
{
    private readonly WorkEngine<T, NoTag, NoResult, FifoQueue<T>, BodyHandler<T>> _engine;

    /// <summary>Creates a coordinator that runs at once.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentException">Options are not valid; the message lists every fault.</exception>
    public EphemeralWorkCoordinator(Func<T, CancellationToken, Task> body, EphemeralOptions? options = null)
        : this(new BodyHandler<T>(body), options, Traits)
    {
    }

    /// <summary>Creates a coordinator whose body takes the operation that it runs as.</summary>
    /// <inheritdoc cref="EphemeralWorkCoordinator{T}(Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    public EphemeralWorkCoordinator(Func<T, EphemeralOperation, CancellationToken, Task> body, EphemeralOptions? options = null)
        : this(new BodyHandler<T>(body), options, Traits)
    {
    }

    internal EphemeralWorkCoordinator(BodyHandler<T> handler, EphemeralOptions? options, CoordinatorTraits traits)
        : base(options, traits)
    {
        _engine = CreateEngine<T, NoTag, NoResult, FifoQueue<T>, BodyHandler<T>>(new(), handler);
    }

    internal static CoordinatorTraits Traits => CoordinatorTraits.Of<T>("work");

    /// <summary>Creates a coordinator that runs the items of a source and completes itself when the source ends.</summary>
    /// <remarks>The source is read no faster than the queue has room. What it throws surfaces in <see cref="CoordinatorBase.DrainAsync"/>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="body"/> is null.</exception>
    public static EphemeralWorkCoordinator<T> FromAsyncEnumerable(
        IAsyncEnumerable<T> source,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null) => Following(source, new(body), options);

    /// <summary>Creates a coordinator that runs the items of a source, and whose body takes the operation that it runs as.</summary>
    /// <inheritdoc cref="FromAsyncEnumerable(IAsyncEnumerable{T}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    public static EphemeralWorkCoordinator<T> FromAsyncEnumerable(
        IAsyncEnumerable<T> source,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null) => Following(source, new(body), options);

    /// <summary>Enqueues an item, waiting while the queue is full.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait for room only; an accepted item is not affected.</param>
    /// <returns>The id of the operation, once the item is accepted. Await it once.</returns>
    /// <exception cref="CoordinatorCompletedException">The coordinator was completed or cancelled, also while waiting.</exception>
    /// <exception cref="CoordinatorFullException">The queue is full and <see cref="EphemeralOptions.FullMode"/> is <see cref="QueueFullMode.Reject"/>.</exception>
    /// <exception cref="ObjectDisposedException">The coordinator was disposed.</exception>
    public ValueTask<long> EnqueueAsync(T item, CancellationToken cancellationToken = default) =>
        _engine.EnqueueAsync(item, default, cancellationToken);

    /// <inheritdoc cref="EnqueueAsync"/>
    public ValueTask<long> EnqueueWithIdAsync(T item, CancellationToken cancellationToken = default) => EnqueueAsync(item, cancellationToken);

    /// <summary>Enqueues an item and waits until its operation has ended.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">
    /// Ends the wait and takes the item back, as <see cref="CoordinatorBase.TryKill"/> does: it does not start, is not tried again, and if
    /// it runs its operation's own token is cancelled.
    /// </param>
    /// <remarks>What the body threw is thrown here, after the last attempt if <see cref="EphemeralOptions.Retry"/> allows more than one.</remarks>
    /// <exception cref="InvalidOperationException">The caller is a body of this coordinator, which would keep its slot while it waits for another.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the operation was cancelled or skipped.</exception>
    /// <inheritdoc cref="EnqueueAsync"/>
    public async Task ExecuteAsync(T item, CancellationToken cancellationToken = default)
    {
        ThrowIfCalledFromBody(nameof(ExecuteAsync));
        (await _engine.ExecuteAsync(item, default, cancellationToken).ConfigureAwait(false)).ResultOrThrow(Name);
    }

    /// <summary>Enqueues an item that starts after a delay, waiting while the queue is full.</summary>
    /// <param name="item">The item. It counts as pending, and against the queue's capacity, while it is delayed; it holds no slot.</param>
    /// <param name="delay">How long it waits after it was accepted; then its turn comes by order of acceptance.</param>
    /// <param name="cancellationToken">Ends the wait for room only; an accepted item is not affected.</param>
    /// <remarks>A completed coordinator drains when its delayed items have run. <see cref="TryStartNow"/> ends a delay.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    /// <inheritdoc cref="EnqueueAsync"/>
    public ValueTask<long> EnqueueDelayedAsync(T item, TimeSpan delay, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return delay == TimeSpan.Zero ? EnqueueAsync(item, cancellationToken) : _engine.EnqueueAsync(item, default, cancellationToken, new() { Delay = delay });
    }

    /// <summary>Ends the wait of a delayed item, or of one that waits for its next attempt: it starts as soon as there is a slot.</summary>
    /// <returns>False when it waits for neither.</returns>
    public bool TryStartNow(long operationId) => _engine.TryStartNow(operationId);

    /// <summary>Enqueues items one after the other, waiting while the queue is full.</summary>
    /// <returns>How many were accepted: all of them.</returns>
    /// <inheritdoc cref="EnqueueAsync"/>
    public ValueTask<int> EnqueueManyAsync(IEnumerable<T> items, CancellationToken cancellationToken = default) =>
        EnqueueAllAsync(items, item => EnqueueAsync(item, cancellationToken));

    /// <summary>Enqueues an item if there is room now.</summary>
    /// <returns>False when the queue is full or the coordinator accepts no more items.</returns>
    public bool TryEnqueue(T item) => TryEnqueue(item, out _);

    /// <inheritdoc cref="TryEnqueue(T)"/>
    /// <param name="item">The item.</param>
    /// <param name="operationId">The id of the operation; 0 when it was not accepted.</param>
    public bool TryEnqueue(T item, out long operationId) => _engine.TryEnqueue(item, default, out operationId);

    private static EphemeralWorkCoordinator<T> Following(IAsyncEnumerable<T> source, BodyHandler<T> handler, EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(source);
        EphemeralWorkCoordinator<T> coordinator = new(handler, options, Traits with { IsFed = true });
        coordinator.Follow(source, coordinator.EnqueueAsync);
        return coordinator;
    }
}
