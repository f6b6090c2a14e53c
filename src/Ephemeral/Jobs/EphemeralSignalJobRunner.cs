using System.Diagnostics.CodeAnalysis;
using Ephemeral.Engine;
using Ephemeral.Engine.Handlers;
using Ephemeral.Engine.Queues;
using Ephemeral.Jobs;

namespace Ephemeral;

/// <summary>Runs attribute jobs when the signals come that start them.</summary>
/// <remarks>
/// <para>Thread-safe. It listens from its construction until it is completed, cancelled or disposed.</para>
/// <para>A run starts when its lane, its job and its key have room; when a slot frees, the most urgent job's oldest run starts. Runs
/// with one key in one lane follow each other in the order of their signals.</para>
/// <para>Waiting runs are bounded by <see cref="EphemeralOptions.QueueCapacity"/>. A signal cannot wait: beyond the bound the newest
/// run is dropped, or what <see cref="EphemeralOptions.FullMode"/> says, and counted in <see cref="DroppedCount"/>.</para>
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
        : this(sink, jobs, LanesOf(jobs), options)
    {
    }

    private EphemeralSignalJobRunner(
        SignalSink sink,
        IReadOnlyList<EphemeralJobDescriptor> jobs,
        IReadOnlyList<EphemeralJobLane> lanes,
        EphemeralOptions? options)
        : base(options, new("jobs", "jobs") { Sink = sink, DefaultMaxConcurrency = Sum(lanes.Select(static lane => lane.MaxConcurrency)) })
    {
        ArgumentNullException.ThrowIfNull(sink);
        _sink = sink;
        Jobs = jobs;
        Lanes = lanes;
        List<string> names = [.. lanes.Select(static lane => lane.Name)];
        JobQueue<JobRun> queue = new(
            [.. jobs.Select(job => new JobLimit(job.Priority, job.MaxConcurrency, names.IndexOf(job.Lane)))],
            [.. lanes.Select(static lane => new LaneLimit(lane.Name, lane.MaxConcurrency))]);
        _engine = CreateEngine<JobRun, JobTag, NoResult, JobQueue<JobRun>, JobHandler>(queue, default);
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

    /// <summary>Returns the lanes that jobs name: with the limit that one of them states, else with the sum of their own.</summary>
    private static List<EphemeralJobLane> LanesOf(IReadOnlyList<EphemeralJobDescriptor> jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Count == 0) throw new ArgumentException("There is no job to run. Put [EphemeralJob(\"signal\")] on a method of one of the targets.");
        List<EphemeralJobLane> lanes = [];
        foreach (IGrouping<string, EphemeralJobDescriptor> lane in jobs.GroupBy(static job => job.Lane))
        {
            int[] stated = [.. lane.Where(static job => job.LaneMaxConcurrency is not null).Select(static job => job.LaneMaxConcurrency!.Value).Distinct()];
            if (stated.Length > 1)
                throw new ArgumentException($"The lane '{lane.Key}' has two limits, {stated[0]} and {stated[1]}. State one, as in '{lane.Key}:{stated.Max()}'.");

            lanes.Add(new(lane.Key, stated.Length == 1 ? stated[0] : Sum(lane.Select(static job => job.MaxConcurrency))));
        }

        return lanes;
    }

    private static int Sum(IEnumerable<int> limits) => (int)Math.Min(int.MaxValue, limits.Sum(static limit => (long)limit));

    private void Start(EphemeralJobDescriptor job, int index, SignalEvent signal)
    {
        if (_engine.TryEnqueue(new(job, signal), new(index, job.ExtractKey(signal)), out _) || IsCompleted) return;
        Interlocked.Increment(ref _dropped);
        (Options.Observer ?? EphemeralDiagnostics.Observer)?.SignalDropped(new(_sink.Name, SignalDropReason.HandlerQueueFull, 1));
    }
}
