using Ephemeral.Engine;
using Ephemeral.Engine.Handlers;
using Ephemeral.Engine.Queues;
using Ephemeral.Operations;

namespace Ephemeral;

/// <summary>Runs items with bounded concurrency and keeps what their bodies return while the operations are in the window.</summary>
/// <remarks>Thread-safe. Items start in order of acceptance; with more than one slot they may end in any order.</remarks>
/// <typeparam name="TInput">The type of the items. They are never kept after their body has ended.</typeparam>
/// <typeparam name="TResult">The type of the results.</typeparam>
public sealed class EphemeralResultCoordinator<TInput, TResult> : CoordinatorBase
{
    private readonly WorkEngine<TInput, NoTag, TResult, FifoQueue<TInput>, ResultHandler<TInput, TResult>> _engine;

    /// <summary>Creates a coordinator that runs at once.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentException">Options are not valid; the message lists every fault.</exception>
    public EphemeralResultCoordinator(Func<TInput, CancellationToken, Task<TResult>> body, EphemeralOptions? options = null)
        : this(new ResultHandler<TInput, TResult>(body), options, isFed: false)
    {
    }

    /// <summary>Creates a coordinator whose body takes the operation that it runs as.</summary>
    /// <inheritdoc cref="EphemeralResultCoordinator{TInput, TResult}(Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    public EphemeralResultCoordinator(Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>> body, EphemeralOptions? options = null)
        : this(new ResultHandler<TInput, TResult>(body), options, isFed: false)
    {
    }

    private EphemeralResultCoordinator(ResultHandler<TInput, TResult> handler, EphemeralOptions? options, bool isFed)
        : base(options, CoordinatorTraits.Of<TInput>("result") with { IsFed = isFed })
    {
        _engine = CreateEngine<TInput, NoTag, TResult, FifoQueue<TInput>, ResultHandler<TInput, TResult>>(default, handler);
    }

    /// <summary>Creates a coordinator that runs the items of a source and completes itself when the source ends.</summary>
    /// <remarks>The source is read no faster than the queue has room. What it throws surfaces in <see cref="CoordinatorBase.DrainAsync"/>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> or <paramref name="body"/> is null.</exception>
    public static EphemeralResultCoordinator<TInput, TResult> FromAsyncEnumerable(
        IAsyncEnumerable<TInput> source,
        Func<TInput, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) => Following(source, new(body), options);

    /// <summary>Creates a coordinator that runs the items of a source, and whose body takes the operation that it runs as.</summary>
    /// <inheritdoc cref="FromAsyncEnumerable(IAsyncEnumerable{TInput}, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    public static EphemeralResultCoordinator<TInput, TResult> FromAsyncEnumerable(
        IAsyncEnumerable<TInput> source,
        Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) => Following(source, new(body), options);

    /// <inheritdoc cref="EphemeralWorkCoordinator{T}.EnqueueAsync"/>
    public ValueTask<long> EnqueueAsync(TInput item, CancellationToken cancellationToken = default) =>
        _engine.EnqueueAsync(item, default, cancellationToken);

    /// <inheritdoc cref="EnqueueAsync"/>
    public ValueTask<long> EnqueueWithIdAsync(TInput item, CancellationToken cancellationToken = default) => EnqueueAsync(item, cancellationToken);

    /// <inheritdoc cref="EphemeralWorkCoordinator{T}.EnqueueManyAsync"/>
    public ValueTask<int> EnqueueManyAsync(IEnumerable<TInput> items, CancellationToken cancellationToken = default) =>
        EnqueueAllAsync(items, item => EnqueueAsync(item, cancellationToken));

    /// <inheritdoc cref="EphemeralWorkCoordinator{T}.TryEnqueue(T)"/>
    public bool TryEnqueue(TInput item) => TryEnqueue(item, out _);

    /// <inheritdoc cref="EphemeralWorkCoordinator{T}.TryEnqueue(T, out long)"/>
    public bool TryEnqueue(TInput item, out long operationId) => _engine.TryEnqueue(item, default, out operationId);

    /// <summary>Enqueues an item and waits until its operation has ended, and returns its result.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">
    /// Ends the wait and takes the item back, as <see cref="CoordinatorBase.TryKill"/> does: it does not start, is not tried again, and if
    /// it runs its operation's own token is cancelled.
    /// </param>
    /// <remarks>What the body threw is thrown here, after the last attempt if <see cref="EphemeralOptions.Retry"/> allows more than one.</remarks>
    /// <exception cref="InvalidOperationException">The caller is a body of this coordinator, which would keep its slot while it waits for another.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the operation was cancelled or skipped.</exception>
    /// <inheritdoc cref="EnqueueAsync"/>
    public async Task<TResult> ExecuteAsync(TInput item, CancellationToken cancellationToken = default)
    {
        ThrowIfCalledFromBody(nameof(ExecuteAsync));
        return (await _engine.ExecuteAsync(item, default, cancellationToken).ConfigureAwait(false)).ResultOrThrow(Name)!;
    }

    /// <summary>Waits until an operation has ended, and returns it with its result.</summary>
    /// <param name="operationId">The id that enqueuing returned. A waited-for result is delivered even if its operation leaves the window.</param>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <returns>The operation; without a result when it failed, was cancelled or was skipped.</returns>
    /// <exception cref="KeyNotFoundException">The id is unknown, or its operation has left the window.</exception>
    public async Task<EphemeralOperationSnapshot<TResult>> WaitForResult(long operationId, CancellationToken cancellationToken = default)
    {
        Task<OperationRecord<NoTag, TResult>> ended = _engine.WaitForEndAsync(operationId)
            ?? throw new KeyNotFoundException($"The coordinator '{Name}' knows no operation {operationId}. Wait for an id that it returned, before the operation leaves its window.");
        return ToSnapshot(await ended.WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Returns the results in the window, in order of completion.</summary>
    public IReadOnlyCollection<TResult> GetResults() =>
        [.. _engine.Records().Where(static record => record.State == OperationState.Completed).Select(static record => record.Result!)];

    /// <summary>Returns the window with results: ended operations in order of their end, then the running ones.</summary>
    public new IReadOnlyCollection<EphemeralOperationSnapshot<TResult>> GetSnapshot() => Where(static _ => true);

    /// <summary>Returns the window without results.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot> GetBaseSnapshot() => base.GetSnapshot();

    /// <summary>Returns the operations of the window that have a result.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot<TResult>> GetSuccessful() => Where(static state => state == OperationState.Completed);

    /// <summary>Returns the failed operations of the window.</summary>
    public new IReadOnlyCollection<EphemeralOperationSnapshot<TResult>> GetFailed() => Where(static state => state == OperationState.Failed);

    /// <summary>Returns the operations that run now.</summary>
    public new IReadOnlyCollection<EphemeralOperationSnapshot<TResult>> GetRunning() => Where(static state => state == OperationState.Running);

    /// <summary>Returns the ended operations of the window, failed ones included.</summary>
    public new IReadOnlyCollection<EphemeralOperationSnapshot<TResult>> GetCompleted() => Where(static state => state != OperationState.Running);

    private static EphemeralResultCoordinator<TInput, TResult> Following(
        IAsyncEnumerable<TInput> source, ResultHandler<TInput, TResult> handler, EphemeralOptions? options)
    {
        ArgumentNullException.ThrowIfNull(source);
        EphemeralResultCoordinator<TInput, TResult> coordinator = new(handler, options, isFed: true);
        coordinator.Follow(source, coordinator.EnqueueAsync);
        return coordinator;
    }

    private IReadOnlyCollection<EphemeralOperationSnapshot<TResult>> Where(Func<OperationState, bool> chosen) =>
        [.. _engine.Records().Where(record => chosen(record.State)).Select(ToSnapshot)];

    private EphemeralOperationSnapshot<TResult> ToSnapshot(OperationRecord<NoTag, TResult> record) =>
        EphemeralOperationSnapshot<TResult>.Of(record.ToSnapshot(null, Clock), record.Result, record.State == OperationState.Completed);
}
