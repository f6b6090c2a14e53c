namespace Ephemeral.Patterns;

/// <summary>Two stages, the first of which slows down while too much waits for the second.</summary>
/// <remarks>
/// <para>Thread-safe. When <c>backpressureThreshold</c> items wait for the second stage, <c>stage2.backpressure</c> is raised and the concurrency of
/// the first stage is halved; when only <c>reliefThreshold</c> wait, the signal is retracted and the concurrency doubled. It is changed at
/// most once in the cooldown. A failure of the second stage raises <c>stage2.failed</c>.</para>
/// <para>It looks when an item reaches the second stage or begins there: nothing polls. Both stages are bounded; when the second one is full, the
/// first waits, and then <see cref="EnqueueAsync"/>. Disposing abandons what waits: call <see cref="DrainAsync"/> first.</para>
/// </remarks>
/// <typeparam name="T">The type of the items.</typeparam>
/// <example><code>
/// await using ReactiveFanOutPipeline&lt;Page&gt; pipeline = new(StoreAsync, preStageWork: FetchAsync, sink: sink);
/// await pipeline.EnqueueAsync(page);
/// await pipeline.DrainAsync();
/// </code></example>
public sealed class ReactiveFanOutPipeline<T> : IAsyncDisposable, IDisposable
{
    private const string Backpressure = "stage2.backpressure";
    private const string Failed = "stage2.failed";

    private readonly EphemeralWorkCoordinator<T> _stage1;
    private readonly EphemeralWorkCoordinator<T> _stage2;
    private readonly SignalSink _sink;
    private readonly TimeProvider _time;
    private readonly ScaledLimit _limit;
    private readonly int _highMark;
    private readonly int _lowMark;
    private readonly long _cooldown;
    private readonly string _key = $"pipeline.{EphemeralIdGenerator.NextId()}"; // its own among the pipelines of a sink
    private long _lastAdjustment;
    private int _isPressed;

    /// <summary>Creates a pipeline.</summary>
    /// <param name="stage2Work">The work of the second stage.</param>
    /// <param name="preStageWork">The work of the first stage; null for none. An item for which it throws does not reach the second.</param>
    /// <param name="stage1MaxConcurrency">The highest concurrency of the first stage, with which it begins.</param>
    /// <param name="stage1MinConcurrency">Its lowest concurrency; at least 1.</param>
    /// <param name="stage2MaxConcurrency">The concurrency of the second stage; at least 1.</param>
    /// <param name="backpressureThreshold">How many waiting items are too many; above <paramref name="reliefThreshold"/>.</param>
    /// <param name="reliefThreshold">How many are few again; not negative.</param>
    /// <param name="adjustCooldownMs">The least time between two changes of concurrency, in milliseconds; not negative.</param>
    /// <param name="sink">Where signals are raised; null for a sink of its own. Borrowed.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stage2Work"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ReactiveFanOutPipeline(
        Func<T, CancellationToken, Task> stage2Work,
        Func<T, CancellationToken, Task>? preStageWork = null,
        int stage1MaxConcurrency = 8,
        int stage1MinConcurrency = 1,
        int stage2MaxConcurrency = 4,
        int backpressureThreshold = 32,
        int reliefThreshold = 8,
        int adjustCooldownMs = 200,
        SignalSink? sink = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(stage2Work);
        ArgumentOutOfRangeException.ThrowIfLessThan(stage1MinConcurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stage1MaxConcurrency, stage1MinConcurrency);
        ArgumentOutOfRangeException.ThrowIfLessThan(stage2MaxConcurrency, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(reliefThreshold);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(backpressureThreshold, reliefThreshold);
        ArgumentOutOfRangeException.ThrowIfNegative(adjustCooldownMs);
        _time = timeProvider ?? TimeProvider.System;
        _sink = sink ?? new(timeProvider: _time);
        (_highMark, _lowMark) = (backpressureThreshold, reliefThreshold);
        _cooldown = (long)(adjustCooldownMs / 1000.0 * _time.TimestampFrequency);
        _lastAdjustment = _time.GetTimestamp() - _cooldown;
        _stage2 = new(
            (item, operation, cancellationToken) => RunStage2Async(stage2Work, item, operation, cancellationToken),
            OptionsFor("stage2", stage2MaxConcurrency) with { QueueCapacity = Math.Max(1_024, backpressureThreshold <= int.MaxValue / 2 ? backpressureThreshold * 2 : int.MaxValue) });
        _stage1 = new(
            (item, cancellationToken) => RunStage1Async(preStageWork, item, cancellationToken),
            OptionsFor("stage1", stage1MaxConcurrency) with { EnableDynamicConcurrency = true });
        _limit = new(stage1MinConcurrency, stage1MaxConcurrency, stage1MaxConcurrency, _stage1.SetMaxConcurrency);
    }

    /// <summary>Gets how many items of the first stage may run at the same time now.</summary>
    public int Stage1CurrentMaxConcurrency => _stage1.CurrentMaxConcurrency;

    /// <summary>Gets how many items wait for the second stage.</summary>
    public int Stage2Pending => _stage2.PendingCount;

    /// <summary>Gets the sink where signals are raised.</summary>
    public SignalSink Signals => _sink;

    /// <summary>Returns all counts of the first stage as they were at one instant.</summary>
    public CoordinatorMetrics GetStage1Metrics() => _stage1.GetMetrics();

    /// <summary>Returns all counts of the second stage as they were at one instant.</summary>
    public CoordinatorMetrics GetStage2Metrics() => _stage2.GetMetrics();

    /// <summary>Accepts an item, waiting while too many wait.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the wait for room only; an accepted item is not affected.</param>
    /// <returns>The id of its operation in the first stage, once it is accepted. Await it once.</returns>
    /// <exception cref="ObjectDisposedException">The pipeline was disposed.</exception>
    public ValueTask<long> EnqueueAsync(T item, CancellationToken cancellationToken = default) => _stage1.EnqueueAsync(item, cancellationToken);

    /// <summary>Waits until everything accepted before this call has left the second stage. The pipeline goes on.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is work of this pipeline, which would wait for itself.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        await FlushStage1Async(cancellationToken).ConfigureAwait(false);
        await _stage2.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Abandons what waits, cancels what runs, and waits for it. Calling it again is safe.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _stage1.DisposeAsync().ConfigureAwait(false);
        await _stage2.DisposeAsync().ConfigureAwait(false);
        Release(); // what a body that was still running has raised
    }

    /// <summary>Does the same without waiting.</summary>
    public void Dispose()
    {
        _stage1.Dispose();
        _stage2.Dispose();
        Release();
    }

    /// <summary>Waits until everything accepted before this call has reached the second stage or failed.</summary>
    internal Task FlushStage1Async(CancellationToken cancellationToken = default) => _stage1.FlushAsync(cancellationToken);

    private EphemeralOptions OptionsFor(string name, int maxConcurrency) =>
        new() { Name = name, MaxConcurrency = maxConcurrency, Signals = _sink, TimeProvider = _time };

    private async Task RunStage1Async(Func<T, CancellationToken, Task>? work, T item, CancellationToken cancellationToken)
    {
        if (work is not null) await work(item, cancellationToken).ConfigureAwait(false);
        await _stage2.EnqueueAsync(item, cancellationToken).ConfigureAwait(false);
        Look();
    }

    private async Task RunStage2Async(Func<T, CancellationToken, Task> work, T item, EphemeralOperation operation, CancellationToken cancellationToken)
    {
        Look();
        try
        {
            await work(item, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            operation.Signal(Failed);
            throw;
        }
    }

    private void Look()
    {
        int pending = _stage2.PendingCount;
        if (pending >= _highMark)
        {
            if (Interlocked.CompareExchange(ref _isPressed, 1, 0) == 0) Show();
            Adjust(_limit.Halve);
        }
        else if (pending <= _lowMark)
        {
            if (Interlocked.CompareExchange(ref _isPressed, 0, 1) == 1) Show();
            Adjust(_limit.Double);
        }
    }

    /// <summary>Makes the signal follow the state; who shows last has read it last.</summary>
    private void Show()
    {
        bool shown;
        do
        {
            shown = Volatile.Read(ref _isPressed) == 1;
            _sink.Retract(Backpressure, _key);
            if (shown) _sink.Raise(Backpressure, _key);
        }
        while (shown != (Volatile.Read(ref _isPressed) == 1));
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _isPressed, 0) == 1) _sink.Retract(Backpressure, _key);
    }

    private void Adjust(Func<bool> step)
    {
        long last = Interlocked.Read(ref _lastAdjustment);
        long now = _time.GetTimestamp();
        if (now - last < _cooldown) return;
        if (step()) Interlocked.CompareExchange(ref _lastAdjustment, now, last);
    }
}
