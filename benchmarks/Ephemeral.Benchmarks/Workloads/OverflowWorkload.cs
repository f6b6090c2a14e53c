namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Offers items to a full queue that drops the oldest.</summary>
internal sealed class OverflowWorkload : Workload
{
    public const int Waiting = 10_000;

    private static readonly EphemeralOptions _options = new() { MaxConcurrency = 8, QueueCapacity = Waiting, FullMode = QueueFullMode.DropOldest };

    private readonly CoordinatorBase _coordinator;
    private readonly Func<int, bool> _offer;

    private OverflowWorkload(CoordinatorBase coordinator, Func<int, bool> offer)
    {
        _coordinator = coordinator;
        _offer = offer;
        coordinator.Pause();
        for (int i = 0; i < Waiting; i++) offer(i);
    }

    public static OverflowWorkload Plain()
    {
        EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, _options);
        return new(coordinator, coordinator.TryEnqueue);
    }

    /// <summary>Every item has a key of its own.</summary>
    public static OverflowWorkload Keyed()
    {
        EphemeralKeyedWorkCoordinator<int, int> coordinator = new(static item => item, static (_, _) => Task.CompletedTask, _options);
        return new(coordinator, coordinator.TryEnqueue);
    }

    public override Task RunAsync(int items)
    {
        for (int i = 0; i < items; i++) _offer(Waiting + i);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => _coordinator.DisposeAsync();
}
