using Ephemeral.Engine;
using Ephemeral.Engine.Handlers;
using Ephemeral.Engine.Queues;
using Ephemeral.Gates;
using Ephemeral.Internal;
using Ephemeral.Operations;

namespace Ephemeral;

/// <summary>What all coordinators have in common: counts, control, the window of remembered operations, and their signals.</summary>
/// <remarks>
/// <para>Thread-safe. No member blocks; user code (bodies, callbacks, events) never runs under a lock.</para>
/// <para>A body's failure never stops the coordinator: it is counted, and kept in the window with its exception.</para>
/// </remarks>
public abstract partial class CoordinatorBase : IEphemeralCoordinator
{
    private readonly EngineSettings _settings;
    private readonly OperationSignals _signals;
    private readonly CallbackGuard _callbacks;
    private readonly Owner _owner;
    private readonly CancellationTokenSource _stopping = new();
    private IWorkEngine _engine = null!; // set by CreateEngine, which every front's constructor calls
    private readonly CoordinatorTraits _traits;
    private readonly List<IDisposable> _owned = []; // what follows signals for the engine
    private readonly SignalHandlers<SignalEvent>? _signalHandlers;
    private readonly SignalHandlers<SignalRetractedEvent>? _retractionHandlers;
    private readonly EchoRing _echoes;
    private DrainCommand? _drain;

    private protected CoordinatorBase(EphemeralOptions? options, CoordinatorTraits traits)
    {
        Options = options ?? new();
        _traits = traits;
        EphemeralOptionsValidator.Validate(Options, traits.Faults);
        EphemeralObserver? observer = GuardedObserver.Over(Options.Observer);
        _settings = new()
        {
            Name = Options.Name ?? traits.DefaultName,
            Kind = traits.Kind,
            MaxConcurrency = Options.ExplicitMaxConcurrency ?? traits.DefaultMaxConcurrency ?? Options.MaxConcurrency,
            QueueCapacity = Options.QueueCapacity,
            FullMode = traits.IsOneShot || traits.IsFed ? QueueFullMode.Wait : Options.FullMode,
            MaxTrackedOperations = Options.MaxTrackedOperations,
            MaxOperationLifetime = Options.MaxOperationLifetime,
            LongestDeferral = LongestOf(Options.DeferCheckInterval, Options.MaxDeferAttempts),
            LongestLaneDeferrals = [.. traits.Lanes.Select(static lane => lane.LongestDeferral)],
            OperationTimeout = Options.OperationTimeout,
            Retry = Options.Retry,
            Context = traits.IsOneShot ? ExecutionContext.Capture() : null,
            Clock = new(Options.TimeProvider),
            Observer = observer,
            ItemsKnowTheirCause = traits.ItemsKnowTheirCause,
        };
        _callbacks = new(_settings.Name, observer);
        _signalHandlers = SignalHandlers.For(Options.OnSignalAsync, _callbacks, Settings(nameof(Options.OnSignalAsync)));
        _retractionHandlers = SignalHandlers.For(Options.OnSignalRetractedAsync, _callbacks, Settings(nameof(Options.OnSignalRetractedAsync)));
        SignalCallbacks callbacks = new(_callbacks)
        {
            OnSignal = Options.OnSignal,
            OnSignalRetracted = Options.OnSignalRetracted,
            QueueSignal = _signalHandlers is null ? null : signal => _signalHandlers.Queue(signal),
            QueueRetraction = _retractionHandlers is null ? null : signal => _retractionHandlers.Queue(signal),
            Hear = (traits.Sink ?? Options.Signals) is null ? Hear : null,
        };
        _signals = new(traits.Sink ?? Options.Signals, Options.SignalConstraints, callbacks);
        _echoes = new(Options.OperationEchoCapacity, Options.OperationEchoRetention, _settings.Clock);
        _owner = new(this);
    }

    /// <inheritdoc/>
    /// <remarks>Raised outside locks. What a handler throws is caught and counted, and the other handlers are still called.</remarks>
    public event Action<EphemeralOperationSnapshot>? OperationFinalized;

    /// <summary>Gets the options that the coordinator was created with.</summary>
    public EphemeralOptions Options { get; }

    /// <summary>Gets the coordinator's name in metrics, traces and messages.</summary>
    public string Name => _settings.Name;

    /// <summary>Gets how many items wait to run.</summary>
    public int PendingCount => _engine.Counts.Pending;

    /// <summary>Gets how many bodies run now.</summary>
    public int ActiveCount => _engine.Counts.Active;

    /// <summary>Gets how many items have been accepted.</summary>
    public long TotalEnqueued => _engine.Counts.Enqueued;

    /// <summary>Gets how many bodies ran to their end.</summary>
    public long TotalCompleted => _engine.Counts.Completed;

    /// <summary>Gets how many bodies threw or ran out of time.</summary>
    public long TotalFailed => _engine.Counts.Failed;

    /// <summary>Gets how many items were abandoned by cancel, dispose or kill, before or while they ran.</summary>
    public long TotalCancelled => _engine.Counts.Cancelled;

    /// <summary>Gets how many items were discarded by a cancel signal or a full queue.</summary>
    public long TotalSkipped => _engine.Counts.Skipped;

    /// <summary>Gets how many callbacks, event handlers and subscribers have thrown.</summary>
    public long CallbackFailures => _callbacks.Failures;

    /// <summary>Gets how many signals of its operations a constraint blocked before they reached the sink.</summary>
    public long BlockedSignals => _signals.BlockedCount;

    /// <summary>Gets how many signals were dropped because an asynchronous callback had too many waiting.</summary>
    public long DroppedSignals => (_signalHandlers?.Dropped ?? 0) + (_retractionHandlers?.Dropped ?? 0);

    /// <summary>Gets how many operations were not pinned because too many were already.</summary>
    public long RefusedPins => _engine.RefusedPins;

    /// <summary>Gets whether the coordinator accepts no more items.</summary>
    public bool IsCompleted => _engine.IsCompleted;

    /// <summary>Gets whether the coordinator accepts no more items and has none left to run.</summary>
    public bool IsDrained => _engine.IsDrained;

    /// <summary>Gets whether the coordinator is paused.</summary>
    public bool IsPaused => _engine.IsPaused;

    /// <summary>Gets how many operations may run at the same time now.</summary>
    public int CurrentMaxConcurrency => _engine.Limit;

    /// <summary>Returns all counts as they were at one instant.</summary>
    public CoordinatorMetrics GetMetrics() => _engine.Counts;

    /// <summary>Reads queue and concurrency now: one entry for each lane, or a single one without a lane name.</summary>
    /// <remarks>Looks at every waiting item: meant for health checks and status pages, not for each item.</remarks>
    public IReadOnlyList<LaneMeasurement> MeasureLanes() => _engine.Probe.MeasureLanes();

    /// <summary>Starts no more items until <see cref="Resume"/>. Running ones go on; items are still accepted.</summary>
    /// <remarks>A paused coordinator that is completed drains only after it is resumed.</remarks>
    public void Pause() => _engine.Pause();

    /// <summary>Starts items again after <see cref="Pause"/>.</summary>
    public void Resume() => _engine.Resume();

    /// <summary>Changes how many operations may run at the same time. Lowered, it is exact once running ones have ended.</summary>
    /// <exception cref="InvalidOperationException"><see cref="EphemeralOptions.EnableDynamicConcurrency"/> is false.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxConcurrency"/> is below 1.</exception>
    public void SetMaxConcurrency(int maxConcurrency)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrency, 1);
        if (!Options.EnableDynamicConcurrency)
            throw new InvalidOperationException($"The coordinator '{Name}' has a fixed concurrency. Create it with {nameof(EphemeralOptions.EnableDynamicConcurrency)} = true to change it.");

        _engine.SetLimit(maxConcurrency);
    }

    /// <summary>Accepts no more items; those already accepted still run. Calling it again changes nothing.</summary>
    /// <remarks>Callers that wait for room get a <see cref="CoordinatorCompletedException"/>.</remarks>
    public void Complete()
    {
        CloseIntake();
        _engine.Complete();
    }

    /// <summary>Stops now: accepts no more items, abandons those that wait, cancels the token of those that run.</summary>
    public void Cancel()
    {
        CloseIntake();
        _engine.Cancel();
    }

    /// <summary>Disposes something with the coordinator. For constructors only.</summary>
    private protected void Own(IDisposable owned) => _owned.Add(owned);

    /// <summary>Gets from how many waiting items on a key is refused more; keyed coordinators only.</summary>
    private protected int FairThreshold => Options.EnableFairScheduling ? Options.FairSchedulingThreshold : int.MaxValue;

    /// <summary>Gets what calls user code, and counts what it throws.</summary>
    internal CallbackGuard Callbacks => _callbacks;

    private protected AnchoredClock Clock => _settings.Clock;

    private protected WorkEngine<TItem, TTag, TResult, TQueue, THandler> CreateEngine<TItem, TTag, TResult, TQueue, THandler>(
        TQueue queue,
        THandler handler)
        where TQueue : struct, IWorkQueue<TItem, TTag>
        where THandler : struct, IWorkHandler<TItem, TResult>
    {
        WorkEngine<TItem, TTag, TResult, TQueue, THandler> engine = new(queue, handler, _settings, _signals, _stopping, _owner);
        _engine = engine;
        AddGate(new(Deferral.WholeCoordinator, Options.CancelOnSignals, Options.DeferOnSignals, Options.ResumeOnSignals));
        if (_signals.Sink is { } sink && Options.ClearOnSignals is { Count: > 0 } clearOn) Own(new ClearCommand(sink, clearOn, Options.ClearOnSignalsUsePattern));
        if (!_traits.IsOneShot && Options.DrainOnSignals is { Count: > 0 } drainOn) _drain = new(drainOn, Options.CoordinatorId ?? Name, Complete, _signals.Sink);
        for (int lane = 0; lane < _traits.Lanes.Count; lane++) AddGate(new(lane, _traits.Lanes[lane].CancelOnSignals, _traits.Lanes[lane].DeferOnSignals));
        return engine;
    }

    private SignalHandlerSettings Settings(string callback) => new(callback, Options.MaxConcurrentSignalHandlers, Options.MaxQueuedSignals)
    {
        Owner = Name,
        TimeProvider = Options.TimeProvider,
        Observer = Options.Observer,
    };

    /// <summary>Multiplies what may be meant as for ever.</summary>
    internal static TimeSpan LongestOf(TimeSpan interval, int attempts) =>
        interval.Ticks == 0 || attempts == 0 ? TimeSpan.Zero : interval.Ticks > long.MaxValue / attempts ? TimeSpan.MaxValue : interval * attempts;

    private void AddGate(GateRules rules)
    {
        if (SignalGate.Create(_engine, rules, _signals.Sink, _signals.Presence) is { } gate) _owned.Add(gate);
    }

    private void Hear(SignalEvent signal) => _drain?.Hear(signal);

}
