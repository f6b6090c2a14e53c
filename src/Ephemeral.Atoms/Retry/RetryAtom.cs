using Ephemeral.Atoms.Retry;

namespace Ephemeral.Atoms;

/// <summary>Runs items, and tries again what failed, after waits that grow.</summary>
/// <remarks>
/// <para>Thread-safe. An item that waits for its next attempt holds no slot: others run meanwhile. It counts as pending.</para>
/// <para>Beyond 1,024 waiting items enqueuing waits, unless the options say otherwise. Disposing abandons what waits and cancels what
/// runs; await <see cref="DrainAsync"/> before that to let all of it end.</para>
/// </remarks>
/// <typeparam name="T">The type of the items. They are never kept after their last attempt has ended.</typeparam>
public sealed class RetryAtom<T> : AtomBase<CoordinatorBase>
{
    private readonly EphemeralWorkCoordinator<RetryItem<T>> _coordinator;

    /// <summary>Creates an atom whose waits grow by a factor.</summary>
    /// <param name="body">What is run for each item.</param>
    /// <param name="maxRetries">How often an item is tried again after its first attempt: 3 makes at most 4 attempts.</param>
    /// <param name="initialDelay">The wait after the first failed attempt.</param>
    /// <param name="backoffMultiplier">By how much each wait is longer than the one before; no wait is longer than 30 minutes.</param>
    /// <param name="maxConcurrency">How many run at the same time; null: as many as there are processors.</param>
    /// <param name="signals">The sink of the operations' signals; null for none. Borrowed.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentException">A number or time is out of range; the message lists every fault.</exception>
    public RetryAtom(
        Func<T, CancellationToken, Task> body,
        int maxRetries,
        TimeSpan initialDelay,
        double backoffMultiplier = 2.0,
        int? maxConcurrency = null,
        SignalSink? signals = null,
        TimeProvider? timeProvider = null)
        : this(
            body,
            new() { MaxRetries = maxRetries, InitialDelay = initialDelay, BackoffMultiplier = backoffMultiplier },
            Options(maxConcurrency, signals, timeProvider))
    {
    }

    /// <summary>Creates an atom whose waits are computed.</summary>
    /// <param name="body">What is run for each item.</param>
    /// <param name="maxRetries">How often an item is tried again after its first attempt.</param>
    /// <param name="backoff">Returns the wait after an attempt from its number, 1 for the first. What it throws is counted and ends the retries.</param>
    /// <param name="maxConcurrency">How many run at the same time; null: as many as there are processors.</param>
    /// <param name="signals">The sink of the operations' signals; null for none. Borrowed.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> or <paramref name="backoff"/> is null.</exception>
    /// <exception cref="ArgumentException">A number is out of range; the message lists every fault.</exception>
    public RetryAtom(
        Func<T, CancellationToken, Task> body,
        int maxRetries,
        Func<int, TimeSpan> backoff,
        int? maxConcurrency = null,
        SignalSink? signals = null,
        TimeProvider? timeProvider = null)
        : this(body, new() { MaxRetries = maxRetries, Backoff = Given(backoff) }, Options(maxConcurrency, signals, timeProvider))
    {
    }

    /// <summary>Creates an atom with all that a policy can say: which failures count, the longest wait, jitter.</summary>
    /// <param name="body">What is run for each item.</param>
    /// <param name="policy">How failures are tried again; null: at most 3 times, after 100, 200 and 400 milliseconds.</param>
    /// <param name="options">Limits and retention; their own <see cref="EphemeralOptions.Retry"/> does not count.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is null.</exception>
    /// <exception cref="ArgumentException">Policy or options are not valid; the message lists every fault.</exception>
    public RetryAtom(Func<T, CancellationToken, Task> body, RetryPolicy? policy = null, EphemeralOptions? options = null)
        : this(Coordinate(body, policy ?? new(), options ?? new()))
    {
    }

    private RetryAtom(EphemeralWorkCoordinator<RetryItem<T>> coordinator)
        : base(coordinator) => _coordinator = coordinator;

    /// <summary>Runs an item and waits for its outcome: the end of the attempt that succeeded, or of the last one that failed.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait, cancels the attempt that runs, and lets no other begin.</param>
    /// <remarks>Throws what the last attempt threw, as it was thrown.</remarks>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the atom was disposed before the item had ended.</exception>
    /// <exception cref="InvalidOperationException">The caller is a body of this atom, which would keep its slot while it waits for another.</exception>
    /// <exception cref="ObjectDisposedException">The atom was disposed.</exception>
    public Task ExecuteAsync(T item, CancellationToken cancellationToken = default) =>
        _coordinator.ExecuteAsync(new(item, cancellationToken), cancellationToken);

    /// <inheritdoc cref="EphemeralWorkCoordinator{T}.EnqueueAsync"/>
    public ValueTask<long> EnqueueAsync(T item, CancellationToken cancellationToken = default) =>
        _coordinator.EnqueueAsync(new(item, CancellationToken.None), cancellationToken);

    /// <inheritdoc cref="EphemeralWorkCoordinator{T}.TryEnqueue(T)"/>
    public bool TryEnqueue(T item) => _coordinator.TryEnqueue(new(item, CancellationToken.None));

    /// <inheritdoc cref="FixedWorkAtom{T}.DrainAsync"/>
    public Task DrainAsync(CancellationToken cancellationToken = default) => FlushAsync(cancellationToken);

    private static EphemeralWorkCoordinator<RetryItem<T>> Coordinate(Func<T, CancellationToken, Task> body, RetryPolicy policy, EphemeralOptions options)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(
            (item, stopping) => item.Caller.CanBeCanceled ? RunForCallerAsync(body, item, stopping) : body(item.Item, stopping),
            options with { Name = options.Name ?? nameof(RetryAtom<T>), Retry = policy });
    }

    private static async Task RunForCallerAsync(Func<T, CancellationToken, Task> body, RetryItem<T> item, CancellationToken stopping)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(item.Caller, stopping);
        await body(item.Item, either.Token).ConfigureAwait(false);
    }

    private static EphemeralOptions Options(int? maxConcurrency, SignalSink? signals, TimeProvider? timeProvider) => new()
    {
        MaxConcurrency = maxConcurrency ?? Environment.ProcessorCount,
        Signals = signals,
        TimeProvider = timeProvider ?? TimeProvider.System,
    };

    private static Func<int, TimeSpan> Given(Func<int, TimeSpan> backoff)
    {
        ArgumentNullException.ThrowIfNull(backoff);
        return backoff;
    }
}
