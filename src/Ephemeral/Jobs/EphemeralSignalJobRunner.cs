using System.Diagnostics.CodeAnalysis;
using Ephemeral.Engine;
using Ephemeral.Engine.Handlers;
using Ephemeral.Engine.Queues;
using Ephemeral.Jobs;
using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>Runs attribute jobs when the signals come that start them.</summary>
/// <remarks>
/// <para>Thread-safe. It listens from its construction until it is completed, cancelled or disposed.</para>
/// <para>A run starts when its lane, its job and its key have room; when a slot frees, the most urgent lane's most urgent job starts its oldest run. Runs
/// with one key in one lane follow each other in the order of their signals.</para>
/// <para>A run that waits for signals (<see cref="EphemeralJobAttribute.AwaitSignals"/>) or for its next attempt holds no slot. It keeps its
/// id and its key's turn, and counts as pending.</para>
/// <para>Waiting runs are bounded by <see cref="EphemeralOptions.QueueCapacity"/>. A signal cannot wait: beyond the bound the newest
/// run is dropped and counted in <see cref="DroppedCount"/>. What <see cref="EphemeralOptions.FullMode"/> skips instead counts as skipped.</para>
/// </remarks>
public sealed class EphemeralSignalJobRunner : CoordinatorBase
{
    private readonly WorkEngine<JobRun, JobTag, NoResult, JobQueue<JobRun>, JobHandler> _engine;
    private readonly IDisposable[]? _subscriptions; // a drain signal may come before they are made
    private readonly SignalSink _sink;
    private long _dropped;

    /// <summary>Creates a runner for the jobs of objects and starts to listen.</summary>
    /// <param name="sink">Where the signals come from, and where jobs emit.</param>
    /// <param name="targets">Objects whose methods carry <see cref="EphemeralJobAttribute"/>.</param>
    /// <param name="options">Limits and retention; the default concurrency is the sum of the lanes' limits.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> or <paramref name="targets"/> is null.</exception>
    /// <exception cref="ArgumentException">There is no job, a job is not valid, or the options are not; the message says what to change.</exception>
    [RequiresUnreferencedCode("Job methods are found by reflection.")]
    [RequiresDynamicCode("Job methods are called by reflection.")]
    public EphemeralSignalJobRunner(SignalSink sink, IEnumerable<object> targets, EphemeralOptions? options = null)
        : this(sink, EphemeralJobScanner.ScanAll(targets), options)
    {
    }

    /// <summary>Creates a runner for jobs that were scanned before, and starts to listen.</summary>
    /// <inheritdoc cref="EphemeralSignalJobRunner(SignalSink, IEnumerable{object}, EphemeralOptions?)"/>
    public EphemeralSignalJobRunner(SignalSink sink, IReadOnlyList<EphemeralJobDescriptor> jobs, EphemeralOptions? options = null)
        : this(sink, jobs, JobLanes.Of(Checked(jobs)), options)
    {
    }

    private EphemeralSignalJobRunner(
        SignalSink sink,
        IReadOnlyList<EphemeralJobDescriptor> jobs,
        IReadOnlyList<EphemeralJobLane> lanes,
        EphemeralOptions? options)
        : base(options, new("jobs", "jobs")
        {
            Sink = sink,
            ItemsKnowTheirCause = true,
            DefaultMaxConcurrency = JobLanes.Sum(lanes.Select(static lane => lane.MaxConcurrency)),
            Faults = options?.Retry is null ? [] : [(nameof(options.Retry), "must be null for attribute jobs, which have MaxRetries and RetryDelayMs of their own")],
        })
    {
        ArgumentNullException.ThrowIfNull(sink);
        _sink = sink;
        Jobs = jobs;
        Lanes = lanes;
        List<string> names = [.. lanes.Select(static lane => lane.Name)];
        JobQueue<JobRun> queue = new(
            [.. jobs.Select(job => LimitOf(job, names.IndexOf(job.Lane)))],
            [.. lanes.Select(static lane => new LaneLimit(lane.Name, lane.MaxConcurrency))]);
        _engine = CreateEngine<JobRun, JobTag, NoResult, JobQueue<JobRun>, JobHandler>(queue, new(sink));
        for (int job = 0; job < jobs.Count; job++) Await(jobs[job], job);
        _subscriptions = [.. jobs.Select((job, index) => sink.Subscribe(job.TriggerSignal, signal => Start(job, index, signal)))];
        if (IsCompleted) Detach();
    }

    /// <summary>Gets the jobs.</summary>
    public IReadOnlyList<EphemeralJobDescriptor> Jobs { get; }

    /// <summary>Gets the lanes.</summary>
    public IReadOnlyList<EphemeralJobLane> Lanes { get; }

    /// <summary>Gets how many runs were not accepted because too many waited.</summary>
    public long DroppedCount => Interlocked.Read(ref _dropped);

    private protected override void Detach()
    {
        foreach (IDisposable subscription in _subscriptions ?? []) subscription.Dispose();
    }

    private JobLimit LimitOf(EphemeralJobDescriptor job, int lane) => new((Lanes[lane].Priority, job.Priority), job.MaxConcurrency, lane);

    private static IReadOnlyList<EphemeralJobDescriptor> Checked(IReadOnlyList<EphemeralJobDescriptor> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Count == 0) throw new ArgumentException("There is no job to run. Put [EphemeralJob(\"signal\")] on a method of one of the targets.");
        return jobs;
    }

    /// <summary>Lets the runs of a job start only while all signals that it waits for are present.</summary>
    private void Await(EphemeralJobDescriptor job, int index)
    {
        if (job.AwaitSignals.Count == 0) return;
        AwaitedSignals? awaited = null;
        awaited = new(_sink, job.AwaitSignals, Follow);
        Own(awaited);
        Follow();

        void Follow() => _engine.ChangeQueue(
            (index, () => Volatile.Read(ref awaited)?.ArePresent ?? false),
            static (ref JobQueue<JobRun> queue, (int Job, Func<bool> ArePresent) job) => queue.SetOpen(job.Job, job.ArePresent())); // as they are now, under the lock
    }

    private void Start(EphemeralJobDescriptor job, int index, SignalEvent signal)
    {
        if (_engine.TryEnqueue(new(job, signal, SignalCauses.Raiser), new(index, job.ExtractKey(signal)), out _) || IsCompleted) return;
        Interlocked.Increment(ref _dropped);
        (Options.Observer ?? EphemeralDiagnostics.Observer)?.SignalDropped(new(_sink.Name, SignalDropReason.HandlerQueueFull, 1));
    }
}
