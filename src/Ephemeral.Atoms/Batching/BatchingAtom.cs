using Ephemeral.Atoms.Batching;

namespace Ephemeral.Atoms;

/// <summary>Collects items and processes them in batches: when there are enough of them, or when the first has waited for long enough.</summary>
/// <remarks>
/// <para>Thread-safe. No batch exceeds its size. Items of one producer keep their order, and so do batches unless several are processed at
/// the same time.</para>
/// <para>A batch is one operation: <see cref="AtomBase{TCoordinator}.Stats"/> counts batches. What processing one throws is told by
/// <see cref="BatchFailed"/> with its items, and counted; the batches after it are processed all the same.</para>
/// <para>Bounded: while too many batches wait, <see cref="AddAsync"/> waits.</para>
/// <para>Disposing processes what was accepted, the open batch at once.</para>
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class BatchingAtom<T> : AtomBase<CoordinatorBase>
{
    private readonly EphemeralWorkCoordinator<Batch<T>> _coordinator;
    private readonly Batches<T> _batches;
    private readonly FixedConcurrencyGate _opening = new(1); // one caller at a time opens a batch: the others join it
    private readonly int _batchSize;
    private readonly TimeSpan _timeout;
    private int _sends; // how often the open batch was to be sent on, by a flush or by dispose

    /// <summary>Creates an empty atom.</summary>
    /// <param name="onBatch">Processes the items of a batch; it may keep the list. Its token is cancelled when disposing waits no longer.</param>
    /// <param name="batchSize">How many items make a batch full; at least 1.</param>
    /// <param name="timeout">How long the first item of a batch waits for others; null: 1 second; positive.</param>
    /// <param name="options">Further limits; null for the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="onBatch"/> is null.</exception>
    /// <exception cref="ArgumentException">A number or time is out of range; the message lists every fault.</exception>
    public BatchingAtom(
        Func<IReadOnlyList<T>, CancellationToken, Task> onBatch, int batchSize = 32, TimeSpan? timeout = null, BatchingOptions? options = null)
        : this(new Batches<T>(onBatch), batchSize, timeout ?? TimeSpan.FromSeconds(1), options ?? new())
    {
    }

    private BatchingAtom(Batches<T> batches, int batchSize, TimeSpan timeout, BatchingOptions options)
        : this(batches, BatchingValidator.Coordinate(batches, batchSize, timeout, options))
    {
        _batchSize = batchSize;
        _timeout = timeout;
    }

    private BatchingAtom(Batches<T> batches, EphemeralWorkCoordinator<Batch<T>> coordinator)
        : base(coordinator, finishesOnDispose: true)
    {
        _coordinator = coordinator;
        _batches = batches;
        batches.Failed = failure => RaiseEvent(nameof(BatchFailed), BatchFailed, failure);
    }

    /// <summary>Occurs when processing a batch has thrown, on its worker. What a handler throws is caught and counted.</summary>
    public event Action<BatchFailure<T>>? BatchFailed;

    /// <summary>Gets how many batches were not processed to the end because that threw.</summary>
    public long TotalFailed => Coordinator.TotalFailed;

    /// <summary>Adds an item to the open batch, or opens one; waits while too many batches wait.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait for room; an item whose wait was ended is in no batch.</param>
    /// <returns>A task that ends when the item is in a batch, not when it was processed. Await it once.</returns>
    /// <exception cref="ObjectDisposedException">The atom was disposed.</exception>
    /// <exception cref="CoordinatorCompletedException">A drain signal has closed the atom.</exception>
    public ValueTask AddAsync(T item, CancellationToken cancellationToken = default)
    {
        if (IsDisposed) throw Disposed();
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        return TryJoin(item) ? ValueTask.CompletedTask : OpenAsync(item, cancellationToken);
    }

    /// <inheritdoc cref="AddAsync"/>
    public ValueTask EnqueueAsync(T item, CancellationToken cancellationToken = default) => AddAsync(item, cancellationToken);

    /// <summary>Sends the open batch on, full or not, and waits until every item added before this call was processed. The atom goes on.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller processes a batch, and would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default)
    {
        SendOpen();
        return FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        SendOpen();
    }

    private bool TryJoin(T item)
    {
        if (_batches.Open is not { } batch || !batch.TryAdd(item, out bool isFull)) return false;
        if (isFull) Send(batch);
        return true;
    }

    private async ValueTask OpenAsync(T item, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (TryJoin(item)) return; // somebody opened one meanwhile
            int sends = Volatile.Read(ref _sends);
            Batch<T> batch = new(_batchSize, item); // with its item: whoever gives up takes it along
            batch.Id = await AcceptAsync(batch, cancellationToken).ConfigureAwait(false);
            _batches.Open = batch; // nobody else opens one
            if (batch.IsSealed) _batches.Close(batch); // it is full, or was processed meanwhile: nothing more keeps its items
            if (Volatile.Read(ref _sends) != sends) Send(batch); // the open batch was looked for before this one was there to be found
        }
        finally
        {
            _opening.Release();
        }
    }

    private async ValueTask<long> AcceptAsync(Batch<T> batch, CancellationToken cancellationToken)
    {
        try
        {
            return await _coordinator.EnqueueDelayedAsync(batch, batch.IsSealed ? TimeSpan.Zero : _timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (CoordinatorCompletedException) when (IsDisposed)
        {
            throw Disposed();
        }
    }

    private void SendOpen()
    {
        Interlocked.Increment(ref _sends);
        if (_batches.Open is { } open) Send(open);
    }

    /// <summary>Lets a batch be processed as soon as there is a slot; what joins it before that goes with it.</summary>
    private void Send(Batch<T> batch)
    {
        _batches.Close(batch);
        _coordinator.TryStartNow(batch.Id);
    }

    private ObjectDisposedException Disposed() => new(
        nameof(BatchingAtom<T>), $"The batching atom '{Coordinator.Name}' was disposed and accepts no more items. Create a new one, or add before that.");
}
