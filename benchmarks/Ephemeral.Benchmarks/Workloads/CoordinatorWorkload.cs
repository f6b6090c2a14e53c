namespace Ephemeral.Benchmarks.Workloads;

/// <summary>One of our coordinators.</summary>
internal sealed class CoordinatorWorkload : QueueWorkload
{
    private readonly Func<int, CancellationToken, ValueTask<long>> _enqueue;

    private CoordinatorWorkload(QueueLoad load, Func<WorkBody, Wiring> wire)
        : base(load) => (Coordinator, _enqueue) = wire(Body);

    public CoordinatorBase Coordinator { get; }

    /// <summary>The plain coordinator.</summary>
    public static CoordinatorWorkload Plain(QueueLoad load, EphemeralOptions? options = null) => new(load, body =>
    {
        EphemeralWorkCoordinator<int> coordinator = new(body.Plain, options ?? Defaults(load));
        return new(coordinator, coordinator.EnqueueAsync);
    });

    /// <summary>The plain coordinator with a body that takes its operation.</summary>
    public static CoordinatorWorkload WithOperation(QueueLoad load) => new(load, body =>
    {
        EphemeralWorkCoordinator<int> coordinator = new(body.WithOperation, Defaults(load));
        return new(coordinator, coordinator.EnqueueAsync);
    });

    /// <summary>The keyed coordinator.</summary>
    public static CoordinatorWorkload Keyed(QueueLoad load, Func<int, int> keySelector) => new(load, body =>
    {
        EphemeralKeyedWorkCoordinator<int, int> coordinator = new(keySelector, body.Plain, Defaults(load));
        return new(coordinator, coordinator.EnqueueAsync);
    });

    /// <summary>The coordinator with three lanes, which get items in turn.</summary>
    public static CoordinatorWorkload Lanes(QueueLoad load) => new(load, body =>
    {
        string[] names = ["high", "normal", "low"];
        PriorityLane[] lanes = [.. names.Select(static name => new PriorityLane(name))];
        PriorityWorkCoordinator<int> coordinator = new(new(body.Plain, lanes, Defaults(load)));
        return new(coordinator, (item, cancellationToken) => coordinator.EnqueueAsync(item, names[item % names.Length], cancellationToken));
    });

    /// <summary>The coordinator that keeps what its body returns.</summary>
    public static CoordinatorWorkload Results(QueueLoad load) => new(load, body =>
    {
        EphemeralResultCoordinator<int, int> coordinator = new(body.WithResult, Defaults(load));
        return new(coordinator, coordinator.EnqueueAsync);
    });

    public override ValueTask DisposeAsync() => Coordinator.DisposeAsync();

    protected override async Task ProduceAsync(int share)
    {
        for (int item = share - 1; item >= 0; item--) await _enqueue(item, CancellationToken.None);
    }

    private static EphemeralOptions Defaults(QueueLoad load) => new() { MaxConcurrency = load.Concurrency };

    private readonly record struct Wiring(CoordinatorBase Coordinator, Func<int, CancellationToken, ValueTask<long>> Enqueue);
}
