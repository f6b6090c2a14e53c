using Ephemeral.Atoms.Molecules;

namespace Ephemeral.Atoms;

/// <summary>Runs molecules when the signals come that start them.</summary>
/// <remarks>
/// <para>Thread-safe. It listens from its construction until it is disposed. Each signal starts a run of its own; runs go on side by side up
/// to the options' concurrency, and the atoms of a run follow each other. The first that throws ends its run.</para>
/// <para>A run is one operation of the runner's coordinator, in whose window it is, and has a scope of services of its own if the runner was
/// given services. What its atoms raise has the trigger as its cause.</para>
/// <para>Waiting runs are bounded by <see cref="EphemeralOptions.QueueCapacity"/>. A signal cannot wait: beyond the bound the newest run is
/// dropped and counted in <see cref="DroppedCount"/>.</para>
/// <para>Disposing abandons what waits and cancels what runs; await <see cref="DrainAsync"/> before that to let all of it end.</para>
/// </remarks>
public sealed class MoleculeRunner : AtomBase<CoordinatorBase>
{
    private readonly EphemeralWorkCoordinator<StartedMolecule> _coordinator;
    private readonly IDisposable[] _subscriptions;
    private long _dropped;

    /// <summary>Creates a runner that listens at once.</summary>
    /// <param name="sink">Where the triggers come from, and where the molecules raise. Borrowed.</param>
    /// <param name="blueprints">The molecules; several may have one trigger.</param>
    /// <param name="services">Makes a scope for each run; null for none. Borrowed.</param>
    /// <param name="options">Limits and retention; null: as many runs at a time as there are processors. <see cref="EphemeralOptions.Signals"/> is the sink.</param>
    /// <exception cref="ArgumentException">There is no blueprint, an argument is null, or the options are not valid.</exception>
    public MoleculeRunner(SignalSink sink, IEnumerable<MoleculeBlueprint> blueprints, IServiceProvider? services = null, EphemeralOptions? options = null)
        : this(sink, blueprints, new MoleculeRuns(sink, services), options ?? new())
    {
    }

    private MoleculeRunner(SignalSink sink, IEnumerable<MoleculeBlueprint> blueprints, MoleculeRuns runs, EphemeralOptions options)
        : this(sink, Checked(blueprints), runs, new EphemeralWorkCoordinator<StartedMolecule>(runs.RunAsync, options with { Name = options.Name ?? "molecules", Signals = sink }))
    {
    }

    private MoleculeRunner(SignalSink sink, MoleculeBlueprint[] blueprints, MoleculeRuns runs, EphemeralWorkCoordinator<StartedMolecule> coordinator)
        : base(coordinator)
    {
        _coordinator = coordinator;
        runs.Started = run => RaiseEvent(nameof(MoleculeStarted), MoleculeStarted, run);
        runs.Completed = run => RaiseEvent(nameof(MoleculeCompleted), MoleculeCompleted, run);
        runs.Failed = run => RaiseEvent(nameof(MoleculeFailed), MoleculeFailed, run);
        _subscriptions = [.. blueprints.Select(blueprint => sink.Subscribe(blueprint.TriggerPattern, signal => Start(blueprint, signal)))];
    }

    /// <summary>Occurs when a run begins, on its worker. What a handler throws is caught and counted.</summary>
    public event Action<MoleculeRun>? MoleculeStarted;

    /// <summary>Occurs when all atoms of a run have ended, on its worker. What a handler throws is caught and counted.</summary>
    public event Action<MoleculeRun>? MoleculeCompleted;

    /// <summary>Occurs when an atom has thrown, or was cancelled, on its worker. What a handler throws is caught and counted.</summary>
    public event Action<MoleculeRun>? MoleculeFailed;

    /// <summary>Gets the coordinator whose operations the runs are: for pins, echoes and queries. It ends with the runner.</summary>
    public IEphemeralCoordinator Runs => Coordinator;

    /// <summary>Gets how many runs were not accepted because too many waited.</summary>
    public long DroppedCount => Interlocked.Read(ref _dropped);

    /// <inheritdoc cref="FixedWorkAtom{T}.DrainAsync"/>
    public Task DrainAsync(CancellationToken cancellationToken = default) => FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (IDisposable subscription in _subscriptions) subscription.Dispose();
        base.Dispose();
    }

    private static MoleculeBlueprint[] Checked(IEnumerable<MoleculeBlueprint> blueprints)
    {
        ArgumentNullException.ThrowIfNull(blueprints);
        MoleculeBlueprint[] given = [.. blueprints];
        if (given.Length == 0 || Array.Exists(given, static blueprint => blueprint is null))
            throw new ArgumentException("There is no molecule to run, or one of them is null. Give blueprints.", nameof(blueprints));

        return given;
    }

    private void Start(MoleculeBlueprint blueprint, SignalEvent trigger)
    {
        if (blueprint.Condition?.Invoke(trigger) == false || _coordinator.TryEnqueue(new(blueprint, trigger))) return;
        if (!_coordinator.IsCompleted) Interlocked.Increment(ref _dropped);
    }
}
