namespace Ephemeral.Patterns;

/// <summary>A coordinator whose concurrency doubles and halves as signals ask for it.</summary>
/// <remarks>
/// Thread-safe. Each signal is one step, taken on the thread that raises it; the signals of the operations count too. It begins at the lowest
/// concurrency. Lowered, the limit is exact once running bodies have ended. Disposing abandons what waits: call <see cref="DrainAsync"/> first.
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
/// <example><code>
/// await using DynamicConcurrencyDemo&lt;Order&gt; demo = new(SendAsync, sink, minConcurrency: 2, maxConcurrency: 16);
/// sink.Raise("load.high"); // 4 at a time
/// </code></example>
public sealed class DynamicConcurrencyDemo<T> : AtomBase<EphemeralWorkCoordinator<T>>
{
    private readonly ScaledLimit _limit;
    private readonly IDisposable _up;
    private readonly IDisposable _down;

    /// <summary>Creates the coordinator.</summary>
    /// <param name="body">The work.</param>
    /// <param name="sink">Whose signals it follows, and where those of the operations go. Borrowed.</param>
    /// <param name="minConcurrency">The lowest concurrency; at least 1.</param>
    /// <param name="maxConcurrency">The highest concurrency; at least <paramref name="minConcurrency"/>.</param>
    /// <param name="scaleUpPattern">The signals that double it.</param>
    /// <param name="scaleDownPattern">The signals that halve it.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> or <paramref name="sink"/> is null.</exception>
    /// <exception cref="ArgumentException">A limit is too low, or a pattern is null or empty.</exception>
    public DynamicConcurrencyDemo(
        Func<T, CancellationToken, Task> body,
        SignalSink sink,
        int minConcurrency = 1,
        int maxConcurrency = 32,
        string scaleUpPattern = "load.high",
        string scaleDownPattern = "load.low",
        TimeProvider? timeProvider = null)
        : base(CoordinatorOver(body, sink, minConcurrency, maxConcurrency, (scaleUpPattern, scaleDownPattern), timeProvider))
    {
        _limit = new(minConcurrency, maxConcurrency, minConcurrency, Coordinator.SetMaxConcurrency);
        _up = sink.Subscribe(scaleUpPattern, _ => _limit.Double());
        _down = sink.Subscribe(scaleDownPattern, _ => _limit.Halve());
    }

    /// <summary>Gets how many bodies may run at the same time now.</summary>
    public int CurrentMaxConcurrency => Coordinator.CurrentMaxConcurrency;

    /// <summary>Accepts an item, waiting while too many wait.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait for room only; an accepted item is not affected.</param>
    /// <returns>The id of the operation, once the item is accepted. Await it once.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public ValueTask<long> EnqueueAsync(T item, CancellationToken cancellationToken = default) => Coordinator.EnqueueAsync(item, cancellationToken);

    /// <summary>Waits until everything accepted before this call has ended. The coordinator goes on.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is a body of it, which would wait for itself.</exception>
    public Task DrainAsync(CancellationToken cancellationToken = default) => FlushAsync(cancellationToken);

    /// <summary>Ends the coordinator without waiting for running bodies, and follows no more signals.</summary>
    public override void Dispose()
    {
        _up.Dispose();
        _down.Dispose();
        base.Dispose();
    }

    private static EphemeralWorkCoordinator<T> CoordinatorOver(
        Func<T, CancellationToken, Task> body, SignalSink sink, int lowest, int highest, (string Up, string Down) patterns, TimeProvider? timeProvider)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentException.ThrowIfNullOrEmpty(patterns.Up, "scaleUpPattern"); // before there is a coordinator that nobody would dispose
        ArgumentException.ThrowIfNullOrEmpty(patterns.Down, "scaleDownPattern");
        ArgumentOutOfRangeException.ThrowIfLessThan(lowest, 1, "minConcurrency");
        ArgumentOutOfRangeException.ThrowIfLessThan(highest, lowest, "maxConcurrency");
        return new(body, new()
        {
            Name = nameof(DynamicConcurrencyDemo<T>),
            MaxConcurrency = lowest,
            EnableDynamicConcurrency = true,
            Signals = sink,
            TimeProvider = timeProvider ?? TimeProvider.System,
        });
    }
}
