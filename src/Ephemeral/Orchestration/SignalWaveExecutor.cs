using Ephemeral.Gates;
using Ephemeral.Orchestration;
using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>Runs stages when the signals come that start them, until an early-exit signal stops everything.</summary>
/// <remarks>
/// <para>Thread-safe. It listens from <see cref="Start"/> until it is stopped; signals raised before that start nothing.</para>
/// <para>Stages of one wave run in parallel up to the limit; the rest wait. They start in the order in which their triggers were
/// delivered, which is that in which they were raised, and those that one signal triggers in the order of the list. A signal that a
/// subscriber raises while it handles another is delivered before those subscribed after it hear of the first.</para>
/// <para>At most 1,024 stages wait. A signal cannot wait: beyond the bound the newest is dropped and counted in <see cref="DroppedCount"/>.</para>
/// <para>A stage that throws raises <c>stage.fail:{name}:{exception type}</c> and stops nothing else. Stages that trigger each other in
/// a circle are cut by the sink's <see cref="SignalConstraints"/>.</para>
/// <para>An early-exit signal cancels the token of the running stages, abandons those that wait, and raises
/// <c>stage.exit:{signal}</c>. A running stage that ends because of it raises <c>stage.cancel:{name}</c>; one that
/// ends its work all the same has completed, and says so. A signal that is a trigger too stops, and starts nothing.</para>
/// </remarks>
/// <example><code>
/// await using SignalWaveExecutor waves = new(
///     sink,
///     [new SignalStage("detect", "stage.start", DetectAsync, EmitOnComplete: ["stage.done"])],
///     earlyExitSignals: ["verdict.*"]);
/// waves.Start();
/// sink.Raise("stage.start");
/// </code></example>
public sealed class SignalWaveExecutor : IAsyncDisposable, IDisposable
{
    private readonly SignalSink _sink;
    private readonly StageWork[] _stages;
    private readonly SignalPatternSet _exits;
    private readonly EphemeralWorkCoordinator<StageRun> _coordinator;
    private readonly DrainCommand _drain;
    private IDisposable[] _subscriptions = [];
    private string? _exitSignal;
    private int _started;
    private volatile bool _isDisposed;

    /// <summary>Creates an executor that does not listen yet.</summary>
    /// <param name="sink">Where triggers come from, and where stages raise. Borrowed.</param>
    /// <param name="stages">The stages; at least one, with distinct names. Copied.</param>
    /// <param name="earlyExitSignals">The patterns of signals that stop everything; an entry may be a comma list. Null for none.</param>
    /// <param name="maxConcurrentStages">How many stages run at the same time; at least 1.</param>
    /// <param name="timeProvider">The clock of the stages' operations; null: the sink's.</param>
    /// <param name="name">
    /// What tells this executor from others in metrics, traces and messages, and the id by which a drain request finds it; null:
    /// <c>stages</c>.
    /// </param>
    /// <exception cref="ArgumentException">Something is missing, blank, doubled or below 1; the message lists every fault.</exception>
    public SignalWaveExecutor(
        SignalSink sink,
        IReadOnlyList<SignalStage> stages,
        IReadOnlyCollection<string>? earlyExitSignals = null,
        int maxConcurrentStages = 4,
        TimeProvider? timeProvider = null,
        string? name = null)
    {
        StageValidator.Validate(sink, stages, earlyExitSignals, maxConcurrentStages, name);
        _sink = sink;
        _stages = [.. stages.Select(stage => new StageWork(stage, sink))];
        _exits = SignalPatternSet.Parse(earlyExitSignals ?? []);
        EphemeralOptions options = new()
        {
            Name = name ?? "stages",
            MaxConcurrency = maxConcurrentStages,
            FullMode = QueueFullMode.DropNewest,
            Signals = sink,
            TimeProvider = timeProvider ?? sink.TimeProvider,
            MaxTrackedOperations = 1, // nobody can see them
            MaxOperationLifetime = null,
            EnableOperationEcho = false,
        };
        _coordinator = new(
            static (run, cancellationToken) => run.Stage.RunAsync(run.Trigger, cancellationToken),
            options with { DrainOnSignals = null }); // the executor obeys them itself: it has subscriptions to end with its intake
        _drain = new(options.DrainOnSignals!, Name, Complete, sink);
        DetachIfStopped(); // meanwhile
    }

    /// <summary>Gets what tells this executor from others in metrics, traces and messages.</summary>
    public string Name => _coordinator.Name;

    /// <summary>Gets how many triggered stages wait to run.</summary>
    public int PendingCount => _coordinator.PendingCount;

    /// <summary>Gets how many stages run now.</summary>
    public int ActiveCount => _coordinator.ActiveCount;

    /// <summary>Gets how many runs ended without an exception.</summary>
    public long TotalCompleted => _coordinator.TotalCompleted;

    /// <summary>Gets how many runs threw.</summary>
    public long TotalFailed => _coordinator.TotalFailed;

    /// <summary>Gets how many runs an early exit or dispose ended, before or while they ran.</summary>
    public long TotalCancelled => _coordinator.TotalCancelled;

    /// <summary>Gets how many runs were not accepted because too many waited.</summary>
    public long DroppedCount => _coordinator.TotalSkipped;

    /// <summary>Gets how many callbacks that stages registered with their token have thrown.</summary>
    public long CallbackFailures => _coordinator.CallbackFailures;

    /// <summary>Gets whether triggers start nothing any more, after an early exit, a drain request or dispose. It listens to nothing then.</summary>
    public bool IsStopped => _coordinator.IsCompleted;

    /// <summary>Gets the name of the early-exit signal that stopped everything; null when none did.</summary>
    public string? ExitSignal => Volatile.Read(ref _exitSignal);

    /// <summary>Begins to listen. Calling it again changes nothing.</summary>
    /// <exception cref="ObjectDisposedException">The executor was disposed.</exception>
    public void Start()
    {
        if (_isDisposed)
            throw new ObjectDisposedException(nameof(SignalWaveExecutor), "The wave executor was disposed and cannot be started. Create a new one.");

        if (Interlocked.Exchange(ref _started, 1) == 1) return;
        IDisposable[] subscriptions =
        [
            .. _exits.Patterns.Select(pattern => _sink.Subscribe(pattern.Text, Exit)), // first: an exit goes before a trigger
            .. _stages.Select(stage => _sink.Subscribe(stage.TriggerPattern, signal => _coordinator.TryEnqueue(new(stage, signal)))),
        ];
        Interlocked.Exchange(ref _subscriptions, subscriptions); // a full fence, for the same reason
        DetachIfStopped();
    }

    /// <summary>Waits until no stage waits or runs: all that were triggered, and those that these have triggered, have ended.</summary>
    /// <remarks>Throws for no stage's fault, and goes on listening; call it as often as wanted.</remarks>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is a stage of this executor, which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        _coordinator.ThrowIfCalledFromBody(nameof(DrainAsync));
        while (_coordinator.GetMetrics() is not { Pending: 0, Active: 0 }) await _coordinator.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops listening, abandons waiting stages, cancels the token of running ones and waits for them. Calling it again is safe.</summary>
    /// <exception cref="InvalidOperationException">The caller is a stage of this executor, which would wait for itself.</exception>
    public async ValueTask DisposeAsync()
    {
        _coordinator.ThrowIfCalledFromBody(nameof(DisposeAsync));
        Dispose();
        await _coordinator.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Does what <see cref="DisposeAsync"/> does without waiting for running stages. Calling it again is safe.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _coordinator.Dispose();
        Detach();
    }

    private void Exit(SignalEvent signal)
    {
        if (_isDisposed || Interlocked.CompareExchange(ref _exitSignal, signal.Signal, null) is not null) return;
        _coordinator.Cancel();
        Detach();
        _sink.Raise(new SignalEvent($"stage.exit:{signal.Signal}", signal.OperationId, signal.Key, default));
    }

    private void Complete()
    {
        _coordinator.Complete();
        Detach();
    }

    private void DetachIfStopped()
    {
        if (IsStopped) Detach();
    }

    /// <summary>Listens no more. Always after the coordinator has closed: a start at the same time sees that, or is seen here.</summary>
    private void Detach()
    {
        Volatile.Read(in _drain)?.Dispose(); // null when a drain request comes while the constructor runs
        foreach (IDisposable subscription in Volatile.Read(ref _subscriptions)) subscription.Dispose();
    }
}
