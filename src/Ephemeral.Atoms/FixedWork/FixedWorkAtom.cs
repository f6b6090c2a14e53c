namespace Ephemeral.Atoms;

/// <summary>Runs items with a fixed number at a time, and says how they went.</summary>
/// <remarks>
/// <para>Thread-safe. Items start in order of acceptance. Beyond 1,024 waiting items <see cref="EnqueueAsync"/> waits.</para>
/// <para>Disposing abandons what waits and cancels what runs. Await <see cref="DrainAsync"/> before that to let all of it run.</para>
/// </remarks>
/// <typeparam name="T">The type of the items. They are never kept after their body has ended.</typeparam>
public sealed class FixedWorkAtom<T> : AtomBase<EphemeralWorkCoordinator<T>>
{
    /// <summary>Creates an atom that runs at once.</summary>
    /// <param name="body">What is run for each item.</param>
    /// <param name="maxConcurrency">How many run at the same time; null: as many as there are processors.</param>
    /// <param name="maxTracked">How many ended operations are remembered; null: 200.</param>
    /// <param name="signals">The sink of the operations' signals; null for none. Borrowed.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentException">A number is below 1; the message lists every fault.</exception>
    public FixedWorkAtom(
        Func<T, CancellationToken, Task> body, int? maxConcurrency = null, int? maxTracked = null, SignalSink? signals = null, TimeProvider? timeProvider = null)
        : base(new(body, Options(maxConcurrency, maxTracked, signals, timeProvider)))
    {
    }

    /// <summary>Creates an atom whose body takes the operation that it runs as.</summary>
    /// <inheritdoc cref="FixedWorkAtom{T}(Func{T, CancellationToken, Task}, int?, int?, SignalSink?, TimeProvider?)"/>
    public FixedWorkAtom(
        Func<T, EphemeralOperation, CancellationToken, Task> body, int? maxConcurrency = null, int? maxTracked = null, SignalSink? signals = null, TimeProvider? timeProvider = null)
        : base(new(body, Options(maxConcurrency, maxTracked, signals, timeProvider)))
    {
    }

    /// <inheritdoc cref="EphemeralWorkCoordinator{T}.EnqueueAsync"/>
    public ValueTask<long> EnqueueAsync(T item, CancellationToken cancellationToken = default) => Coordinator.EnqueueAsync(item, cancellationToken);

    /// <inheritdoc cref="EphemeralWorkCoordinator{T}.TryEnqueue(T)"/>
    public bool TryEnqueue(T item) => Coordinator.TryEnqueue(item);

    /// <summary>Waits until everything accepted before this call has ended. The atom goes on: unlike a coordinator's, this is a flush.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is a body of this atom, which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default) => FlushAsync(cancellationToken);

    private static EphemeralOptions Options(int? maxConcurrency, int? maxTracked, SignalSink? signals, TimeProvider? timeProvider) => new()
    {
        Name = nameof(FixedWorkAtom<T>),
        MaxConcurrency = maxConcurrency ?? Environment.ProcessorCount,
        MaxTrackedOperations = maxTracked ?? 200,
        Signals = signals,
        TimeProvider = timeProvider ?? TimeProvider.System,
    };
}
