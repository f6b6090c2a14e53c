namespace Ephemeral;

/// <summary>What the atoms have in common that write records down in the background, and lose none that they accepted when they end.</summary>
/// <remarks>
/// <para>Thread-safe and bounded: beyond <see cref="EphemeralOptions.QueueCapacity"/> <see cref="EnqueueAsync"/> waits and
/// <see cref="TryEnqueue"/> is false. A record whose writing fails is counted as failed and kept in the window with its exception.</para>
/// <para>Disposing writes what was accepted; <see cref="AtomBase{TCoordinator}.Dispose"/> does not wait for it.</para>
/// </remarks>
/// <typeparam name="TRecord">What is written.</typeparam>
public abstract class EchoAtomBase<TRecord> : AtomBase<EphemeralWorkCoordinator<TRecord>>
    where TRecord : class
{
    private readonly string _kind;

    private protected EchoAtomBase(Func<TRecord, Task> persist, EphemeralOptions? options, string kind)
        : this(WithToken(persist), options, kind)
    {
    }

    private protected EchoAtomBase(Func<TRecord, CancellationToken, Task> persist, EphemeralOptions? options, string kind)
        : base(CoordinatorOver(persist, options, kind), finishesOnDispose: true) => _kind = kind;

    /// <summary>Accepts a record, waiting while the queue is full.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cancellationToken">Ends the wait for room only; an accepted record is not affected.</param>
    /// <returns>The id of the operation that writes it, once it is accepted. Await it once.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="record"/> is null.</exception>
    /// <exception cref="CoordinatorFullException">The queue is full and <see cref="EphemeralOptions.FullMode"/> is <see cref="QueueFullMode.Reject"/>.</exception>
    /// <exception cref="ObjectDisposedException">The atom was disposed.</exception>
    public async ValueTask<long> EnqueueAsync(TRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        try
        {
            return await Coordinator.EnqueueAsync(record, cancellationToken).ConfigureAwait(false);
        }
        catch (CoordinatorCompletedException) when (IsDisposed)
        {
            throw new ObjectDisposedException(_kind, $"The {_kind} was disposed and accepts nothing more. Create a new one, or enqueue before that.");
        }
    }

    /// <summary>Accepts a record if there is room now.</summary>
    /// <returns>False when the queue is full or the atom was disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="record"/> is null.</exception>
    public bool TryEnqueue(TRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Coordinator.TryEnqueue(record);
    }

    /// <summary>Waits until every record accepted before this call was written. The atom goes on: unlike a coordinator's, this is a flush.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is the writing of a record, which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default) => FlushAsync(cancellationToken);

    private static EphemeralWorkCoordinator<TRecord> CoordinatorOver(
        Func<TRecord, CancellationToken, Task> persist, EphemeralOptions? options, string kind)
    {
        ArgumentNullException.ThrowIfNull(persist);
        return new(persist, options ?? new()
        {
            Name = kind,
            MaxConcurrency = 1,
            MaxTrackedOperations = 64,
            MaxOperationLifetime = TimeSpan.FromSeconds(30),
        });
    }

    private static Func<TRecord, CancellationToken, Task> WithToken(Func<TRecord, Task> persist)
    {
        ArgumentNullException.ThrowIfNull(persist);
        return (record, _) => persist(record);
    }
}
