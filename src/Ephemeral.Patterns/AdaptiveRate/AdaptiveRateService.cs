namespace Ephemeral.Patterns;

/// <summary>Runs calls to something that limits its callers, and starts none while it has asked to wait.</summary>
/// <remarks>
/// <para>Thread-safe. A call that throws <see cref="RateLimitException"/> raises <c>rate-limit:{milliseconds}ms</c>; so may anything else, in
/// the sink or on the operation. From then on no call starts until the time in the latest such signal is over; 0 ends the wait at once, and
/// <c>rate-limit</c> alone asks for 1 second. Calls that run go on. Waiting calls hold no thread and no slot.</para>
/// <para>A <c>rate-limit:</c> signal that cannot be read is ignored and counted. The call that was refused fails with its exception: call again,
/// and it waits. To retry by policy use Polly; to limit your own rate beforehand use System.Threading.RateLimiting.</para>
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
/// <example><code>
/// await using AdaptiveRateService&lt;Request&gt; service = new(SendAsync, maxConcurrency: 8, sink: sink);
/// sink.Raise("rate-limit:2500ms");
/// await service.ProcessAsync(request); // sent in two and a half seconds
/// </code></example>
public sealed class AdaptiveRateService<T> : AtomBase<EphemeralWorkCoordinator<T>>
{
    private readonly RateLimitHeeder _heeder;

    /// <summary>Creates a service.</summary>
    /// <param name="processAsync">The call.</param>
    /// <param name="maxConcurrency">The most calls at the same time; at least 1.</param>
    /// <param name="sink">Whose <c>rate-limit</c> signals count too, and where those of the calls are raised; null for none. Borrowed.</param>
    /// <param name="maxDelay">The longest wait, whatever a signal asks for; positive. Null: 1 minute.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="processAsync"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="maxConcurrency"/> is below 1, or <paramref name="maxDelay"/> is not positive or beyond ten years.</exception>
    public AdaptiveRateService(
        Func<T, CancellationToken, Task> processAsync,
        int maxConcurrency = 8,
        SignalSink? sink = null,
        TimeSpan? maxDelay = null,
        TimeProvider? timeProvider = null)
        : this(processAsync, maxConcurrency, new(sink, Spans.Positive(maxDelay ?? TimeSpan.FromMinutes(1), nameof(maxDelay)), timeProvider ?? TimeProvider.System))
    {
    }

    private AdaptiveRateService(Func<T, CancellationToken, Task> processAsync, int maxConcurrency, RateLimitHeeder heeder)
        : base(CoordinatorOver(processAsync, maxConcurrency, heeder))
    {
        _heeder = heeder;
        heeder.Listen();
    }

    /// <summary>Gets whether calls wait now.</summary>
    public bool IsLimited => _heeder.Hold.IsHolding;

    /// <summary>Gets how many <c>rate-limit:</c> signals could not be read.</summary>
    public long IgnoredSignals => _heeder.Ignored;

    /// <summary>Reads the delay in a signal named <c>rate-limit:{n}ms</c>, where <c>n</c> is a whole number that is not negative.</summary>
    /// <param name="signal">The signal's name.</param>
    /// <param name="delay">The delay; zero when false is returned.</param>
    public static bool TryParseRetryAfter(string? signal, out TimeSpan delay) => RateLimitSignal.TryParse(signal, out delay);

    /// <summary>Makes a call when its turn comes, and waits for its end.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <remarks>Throws what the call threw.</remarks>
    /// <exception cref="InvalidOperationException">The caller is a call of this service, which would keep its slot while it waits for another.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the service was disposed before the call ended.</exception>
    /// <exception cref="ObjectDisposedException">The service was disposed before.</exception>
    public Task ProcessAsync(T item, CancellationToken cancellationToken = default) => Coordinator.ExecuteAsync(item, cancellationToken);

    /// <summary>Waits until every call accepted before this one has ended. The service goes on.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    public Task DrainAsync(CancellationToken cancellationToken = default) => FlushAsync(cancellationToken);

    /// <summary>Ends the service without waiting for running calls, and follows no more signals.</summary>
    public override void Dispose()
    {
        _heeder.Dispose();
        base.Dispose();
    }

    private static EphemeralWorkCoordinator<T> CoordinatorOver(Func<T, CancellationToken, Task> processAsync, int maxConcurrency, RateLimitHeeder heeder)
    {
        ArgumentNullException.ThrowIfNull(processAsync);
        return new(
            async (item, operation, cancellationToken) =>
            {
                try
                {
                    await processAsync(item, cancellationToken).ConfigureAwait(false);
                }
                catch (RateLimitException limited)
                {
                    string signal = RateLimitSignal.NameOf(limited.RetryAfter);
                    heeder.Heed(signal); // also where the chain of causes is too long for a signal
                    operation.Signal(signal);
                    throw;
                }
            },
            new()
            {
                Name = nameof(AdaptiveRateService<T>),
                MaxConcurrency = maxConcurrency,
                MaxTrackedOperations = 1_000,
                Signals = heeder.Hold.Sink,
                OnSignal = heeder.Forward,
                DeferOnSignals = new HashSet<string> { HoldSink.Signal },
                DeferCheckInterval = TimeSpan.MaxValue, // the hold ends by itself
                MaxDeferAttempts = 1,
                DrainOnSignals = null,
                TimeProvider = heeder.Time,
            });
    }
}
