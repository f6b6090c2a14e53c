namespace Ephemeral;

/// <summary>Limits, retention and signal rules of a coordinator.</summary>
/// <remarks>
/// Never changes: <c>options with { Name = "orders" }</c> makes a changed copy. Read once, by the constructor of what it configures, which
/// reports every fault in one <see cref="ArgumentException"/>.
/// </remarks>
public sealed record EphemeralOptions
{
    private static readonly IReadOnlySet<string> _drainRequests = new HashSet<string> { SignalSink.DrainAllSignal, SignalSink.DrainIdSignal, SignalSink.DrainPatternSignal };

    private readonly int? _maxConcurrency;
    private readonly SignalSink? _signals; // one slot with two names; both are kept only to refuse two sinks
    private readonly SignalSink? _sharedSignalSink;

    /// <summary>Gets the name under which the coordinator appears in metrics, traces, logs and messages.</summary>
    /// <value>The default is null: the item type's name.</value>
    public string? Name { get; init; }

    /// <summary>Gets the most operations that run at the same time.</summary>
    /// <value>The default is <see cref="Environment.ProcessorCount"/>; at least 1.</value>
    public int MaxConcurrency
    {
        get => _maxConcurrency ?? Environment.ProcessorCount;
        init => _maxConcurrency = value;
    }

    /// <summary>Gets whether <see cref="MaxConcurrency"/> may be changed later with <c>SetMaxConcurrency</c>.</summary>
    /// <value>The default is false.</value>
    public bool EnableDynamicConcurrency { get; init; }

    /// <summary>Gets the most operations of one key that run at the same time; keyed coordinators only.</summary>
    /// <value>The default is 1: strict order within a key.</value>
    public int MaxConcurrencyPerKey { get; init; } = 1;

    /// <summary>Gets the most items that wait to start. Independent of <see cref="MaxTrackedOperations"/>.</summary>
    /// <value>The default is 1,024; at least 1. What happens beyond it is <see cref="FullMode"/>.</value>
    public int QueueCapacity { get; init; } = 1_024;

    /// <summary>Gets what happens to an item that is offered to a full queue.</summary>
    /// <value>The default is <see cref="QueueFullMode.Wait"/>, which is also what loops over collections and coordinators fed from a source do. Dropping looks at age alone, whatever the lane.</value>
    public QueueFullMode FullMode { get; init; }

    /// <summary>Gets how many ended operations are remembered; the one that ended first leaves first.</summary>
    /// <value>The default is 200; at least 1. Running operations are remembered beside them, pinned ones up to ten times as many.</value>
    public int MaxTrackedOperations { get; init; } = 200;

    /// <summary>Gets how long an ended operation is remembered, counted from its end.</summary>
    /// <value>The default is 5 minutes; not negative; null for no limit.</value>
    public TimeSpan? MaxOperationLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets whether <c>TryEnqueue</c> refuses items of a key that has many waiting already; keyed coordinators only.</summary>
    /// <value>The default is false. Keys take turns in either case.</value>
    public bool EnableFairScheduling { get; init; }

    /// <summary>Gets how many waiting items of one key are fair.</summary>
    /// <value>The default is 10; at least 1.</value>
    public int FairSchedulingThreshold { get; init; } = 10;

    /// <summary>Gets the sink that receives a copy of every signal that an operation raises, and whose signals the rules below obey.</summary>
    /// <value>The default is null. The sink is borrowed: only <see cref="ClearOnSignals"/> clears it.</value>
    public SignalSink? Signals
    {
        get => _signals ?? _sharedSignalSink;
        init => _signals = value;
    }

    /// <summary>Gets another name for <see cref="Signals"/>; setting both to different sinks is a fault.</summary>
    /// <value>The default is null.</value>
    public SignalSink? SharedSignalSink
    {
        get => _sharedSignalSink ?? _signals;
        init => _sharedSignalSink = value;
    }

    /// <summary>Gets what is called for every signal of the coordinator's operations, on the thread that raises it.</summary>
    /// <value>The default is null. What it throws is caught and counted.</value>
    public Action<SignalEvent>? OnSignal { get; init; }

    /// <summary>Gets what is called for every signal of the coordinator's operations, in the background.</summary>
    /// <value>The default is null. Beyond <see cref="MaxQueuedSignals"/> the oldest waiting one is dropped and counted.</value>
    public Func<SignalEvent, CancellationToken, Task>? OnSignalAsync { get; init; }

    /// <summary>Gets what is called for every signal that an operation takes back, on the thread that does.</summary>
    /// <value>The default is null. What it throws is caught and counted.</value>
    public Action<SignalRetractedEvent>? OnSignalRetracted { get; init; }

    /// <summary>Gets what is called for every signal that an operation takes back, in the background.</summary>
    /// <value>The default is null. Beyond <see cref="MaxQueuedSignals"/> the oldest waiting one is dropped and counted.</value>
    public Func<SignalRetractedEvent, CancellationToken, Task>? OnSignalRetractedAsync { get; init; }

    /// <summary>Gets how many calls of each asynchronous callback run at the same time.</summary>
    /// <value>The default is 4; at least 1.</value>
    public int MaxConcurrentSignalHandlers { get; init; } = 4;

    /// <summary>Gets how many signals wait for each asynchronous callback.</summary>
    /// <value>The default is 1,000; at least 1.</value>
    public int MaxQueuedSignals { get; init; } = 1_000;

    /// <summary>Gets the signals that the bodies raise, for whoever reads or draws the system. Nothing depends on it.</summary>
    /// <value>The default is null.</value>
    public IReadOnlyList<string>? Emits { get; init; }

    /// <summary>Gets the signals that the bodies react to, for whoever reads or draws the system. Nothing depends on it.</summary>
    /// <value>The default is null.</value>
    public IReadOnlyList<string>? Listens { get; init; }

    /// <summary>Gets limits on chains of signals that cause each other, for signals of the coordinator's operations.</summary>
    /// <value>The default is null: only the sink's own limits.</value>
    public SignalConstraints? SignalConstraints { get; init; }

    /// <summary>Gets the signal patterns that discard waiting items: one whose turn comes while such a signal is present is skipped.</summary>
    /// <value>The default is null. An entry may be a comma list.</value>
    public IReadOnlySet<string>? CancelOnSignals { get; init; }

    /// <summary>Gets the signal patterns that hold back waiting items for as long as such a signal is present.</summary>
    /// <value>The default is null. An entry may be a comma list.</value>
    public IReadOnlySet<string>? DeferOnSignals { get; init; }

    /// <summary>Gets the signal patterns that override <see cref="DeferOnSignals"/> while such a signal is present.</summary>
    /// <value>The default is null. An entry may be a comma list.</value>
    public IReadOnlySet<string>? ResumeOnSignals { get; init; }

    /// <summary>Gets the signal patterns that clear <see cref="Signals"/> when such a signal is raised.</summary>
    /// <value>The default is null. An entry may be a comma list.</value>
    public IReadOnlySet<string>? ClearOnSignals { get; init; }

    /// <summary>Gets whether a clearing signal named <c>clear.x</c> clears only <c>x.*</c>.</summary>
    /// <value>The default is false: everything is cleared.</value>
    public bool ClearOnSignalsUsePattern { get; init; }

    /// <summary>Gets the signal patterns on which the coordinator completes: it accepts no more items and ends what it has.</summary>
    /// <value>
    /// The default is <c>coordinator.drain.all</c>, <c>coordinator.drain.id</c> and <c>coordinator.drain.pattern</c>, which
    /// <see cref="SignalSink.RequestDrainAll"/> and its siblings raise; null for none. The last two concern only coordinators
    /// whose <see cref="CoordinatorId"/> is, or matches, the signal's key.
    /// </value>
    public IReadOnlySet<string>? DrainOnSignals { get; init; } = _drainRequests;

    /// <summary>Gets the id by which a drain request finds the coordinator.</summary>
    /// <value>The default is null: the coordinator's name.</value>
    public string? CoordinatorId { get; init; }

    /// <summary>Gets one part of the longest deferral, which is this times <see cref="MaxDeferAttempts"/>. Nothing is polled.</summary>
    /// <value>The default is 100 milliseconds; not negative.</value>
    public TimeSpan DeferCheckInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets the other part of the longest deferral: an item held back for that long runs all the same.</summary>
    /// <value>The default is 50, which makes 5 seconds; 0 or more.</value>
    public int MaxDeferAttempts { get; init; } = 50;

    /// <summary>Gets what is called with a snapshot of the window after every ended operation, and after every attempt at one, on its worker.</summary>
    /// <value>The default is null. Copying the window each time has its price; what the callback throws is caught and counted.</value>
    public Action<IReadOnlyCollection<EphemeralOperationSnapshot>>? OnSample { get; init; }

    /// <summary>Gets whether an operation that raised signals leaves an echo when it leaves the window.</summary>
    /// <value>The default is true. Operations without signals leave none.</value>
    public bool EnableOperationEcho { get; init; } = true;

    /// <summary>Gets how long an echo is kept.</summary>
    /// <value>The default is 1 minute; not negative.</value>
    public TimeSpan OperationEchoRetention { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets how many echoes are kept; beyond it the oldest leaves.</summary>
    /// <value>The default is 256; at least 1.</value>
    public int OperationEchoCapacity { get; init; } = 256;

    /// <summary>Gets how long a body may run: then its own token is cancelled, and if it ends because of that it has failed with a <see cref="TimeoutException"/>.</summary>
    /// <value>The default is null: no limit; positive. With a limit, bodies are given their operation's own token.</value>
    public TimeSpan? OperationTimeout { get; init; }

    /// <summary>Gets how operations that fail are tried again.</summary>
    /// <value>The default is null: they are not. Attribute jobs have retries of their own, and their runner refuses this.</value>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Gets an observer for this coordinator alone.</summary>
    /// <value>The default is null: the observers attached to the process.</value>
    public EphemeralObserver? Observer { get; init; }

    /// <summary>Gets how long <c>DisposeAsync</c> waits for running bodies.</summary>
    /// <value>The default is null: until they end; not negative.</value>
    public TimeSpan? DisposeTimeout { get; init; }

    /// <summary>Gets the clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets <see cref="MaxConcurrency"/> if it was set: a job runner has a default of its own.</summary>
    internal int? ExplicitMaxConcurrency => _maxConcurrency;
}
