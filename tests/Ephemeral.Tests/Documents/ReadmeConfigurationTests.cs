namespace Ephemeral.Tests.Documents;

/// <summary>README, "Configuration Options", "Lane + Key Configuration" and the example "Dynamic Concurrency".</summary>
public sealed class ReadmeConfigurationTests
{
    private readonly HeldWork _work = new();

    [Fact]
    public async Task ConfigurationOptions()
    {
        SignalSink sharedSink = new();

        EphemeralOptions options =
            new EphemeralOptions
            {
                MaxConcurrency = 8,
                MaxConcurrencyPerKey = 1,
                EnableDynamicConcurrency = false,
                MaxTrackedOperations = 200,
                MaxOperationLifetime = TimeSpan.FromMinutes(5),
                EnableFairScheduling = false,
                FairSchedulingThreshold = 10,
                Signals = sharedSink,
                OnSignal = evt => { },
                OnSignalAsync = async (evt, ct) => { },
                CancelOnSignals = new HashSet<string>(),
                DeferOnSignals = new HashSet<string>(),
                MaxConcurrentSignalHandlers = 4,
                MaxQueuedSignals = 1000
            };

        await using EphemeralKeyedWorkCoordinator<int, int> coordinator = new(static item => item % 10, (item, ct) => _work.RunAsync($"{item}", ct), options);
        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 20));
        await _work.Reached(8);
        Assert.Equal((8, 12), (coordinator.ActiveCount, coordinator.PendingCount));
        Assert.Throws<InvalidOperationException>(() => coordinator.SetMaxConcurrency(9));
        _work.ReleaseAll();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        Assert.Equal(20, coordinator.GetCompleted().Count);
    }

    [Fact]
    public async Task ConfigurationOptions_FairScheduling_KeepsHotKeysFromStarvingColdOnes()
    {
        await using EphemeralKeyedWorkCoordinator<string, char> coordinator = new(
            static item => item[0],
            (item, ct) => _work.RunAsync(item, ct),
            new() { MaxConcurrency = 1, EnableFairScheduling = true, FairSchedulingThreshold = 10 });
        for (int i = 0; i < 50; i++) await coordinator.EnqueueAsync($"hot {i}");
        await _work.Reached(1);
        await coordinator.EnqueueAsync("cold");

        _work.Release("hot 0");
        await _work.Reached(2);
        _work.ReleaseAll();
        await _work.Reached(51);

        Assert.Contains("cold", _work.Started.Take(3));
    }

    [Fact]
    public async Task LaneAndKeyConfiguration_PriorityAwareCoordinator()
    {
        Processor processor = new(_work);

        var sink = new SignalSink();
        var lanes = new[]
        {
            new PriorityLane("hot:4", CancelOnSignals: new HashSet<string> { "maintenance" }),
            new PriorityLane("normal"),
            new PriorityLane("slow:2")
        };

        await using var coordinator = new PriorityWorkCoordinator<WorkItem>(
            new PriorityWorkCoordinatorOptions<WorkItem>(
                async (item, ct) => await processor.ProcessAsync(item, ct),
                lanes,
                new EphemeralOptions { Signals = sink, MaxConcurrency = 1 }));
        await coordinator.EnqueueAsync(new("first"));
        await _work.Reached(1);

        await coordinator.EnqueueAsync(new WorkItem("order-43"), laneName: "slow");
        await coordinator.EnqueueAsync(new WorkItem("order-42"), laneName: "hot");

        Assert.Equal([("hot", 1), ("normal", 0), ("slow", 1)], coordinator.PendingCounts);
        _work.ReleaseAll();
        await _work.Reached(3);
        Assert.Equal(["first", "order-42", "order-43"], _work.Started);
        sink.Raise("maintenance");
        await coordinator.EnqueueAsync(new("discarded"), laneName: "hot");
        await coordinator.EnqueueAsync(new("kept"), laneName: "slow");
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        Assert.Equal((1L, "kept"), (coordinator.TotalSkipped, _work.Started[3]));
    }

    [Fact]
    public async Task LaneAndKeyConfiguration_LaneTextBoundsWhatRuns()
    {
        PriorityLane[] lanes = [new("hot:4"), new("normal"), new("slow:2")];
        await using PriorityWorkCoordinator<WorkItem> coordinator = new(new((item, ct) => _work.RunAsync(item.Name, ct), lanes, new() { MaxConcurrency = 16 }));

        foreach (string lane in (string[])["slow", "normal", "hot"])
            for (int i = 0; i < 6; i++) await coordinator.EnqueueAsync(new(lane), lane);

        await _work.Reached(4 + 6 + 2);
        Assert.Equal([("hot", 2), ("normal", 0), ("slow", 4)], coordinator.PendingCounts);
    }

    [Fact]
    public async Task LaneAndKeyConfiguration_PerKeyOrdering()
    {
        Processor processor = new(_work);
        SignalSink sink = new();
        PriorityLane[] lanes = [new("hot:4", CancelOnSignals: new HashSet<string> { "maintenance" }), new("normal"), new("slow:2")];

        await using var keyed = new PriorityKeyedWorkCoordinator<WorkItem, string>(
            new PriorityKeyedWorkCoordinatorOptions<WorkItem, string>(
                order => order.CustomerId,
                async (order, ct) => await processor.ProcessPerCustomerAsync(order, ct),
                lanes,
                new EphemeralOptions { Signals = sink, MaxConcurrency = 4 }));

        await keyed.EnqueueAsync(new WorkItem("order-42") { CustomerId = "A" }, laneName: "hot");
        await keyed.EnqueueAsync(new WorkItem("order-44") { CustomerId = "B" }, laneName: "normal");

        await _work.Reached(2);
        Assert.Equal(["A order-42", "B order-44"], _work.Started.Order());
        await keyed.EnqueueAsync(new("order-45") { CustomerId = "A" }, laneName: "slow");
        await keyed.EnqueueAsync(new("order-46") { CustomerId = "A" }, laneName: "hot");
        Assert.Equal((2, 2), (keyed.ActiveCount, keyed.GetPendingCountForKey("A")));
        _work.Release("A order-42");
        await _work.Reached(3);
        Assert.Equal((2, 1), (keyed.ActiveCount, keyed.GetPendingCountForKey("A")));
        _work.ReleaseAll();
        await _work.Reached(4);
        Assert.Equal(["A order-46", "A order-45"], _work.Started.Skip(2));
    }

    [Fact]
    public async Task Examples_DynamicConcurrency()
    {
        Func<WorkItem, CancellationToken, Task> body = (item, ct) => _work.RunAsync(item.Name, ct);

        await using var coordinator = new EphemeralWorkCoordinator<WorkItem>(
            body,
            new EphemeralOptions { EnableDynamicConcurrency = true });

        coordinator.SetMaxConcurrency(16);
        for (int i = 0; i < 40; i++) await coordinator.EnqueueAsync(new($"{i}"));
        await _work.Reached(16);
        Assert.Equal((16, 24), (coordinator.ActiveCount, coordinator.PendingCount));

        coordinator.SetMaxConcurrency(4);
        Assert.Equal(4, coordinator.CurrentMaxConcurrency);
        for (int i = 0; i < 13; i++) _work.Release($"{i}");
        await _work.Reached(17);
        Assert.Equal((4, 23), (coordinator.ActiveCount, coordinator.PendingCount));
        Assert.Equal(17, _work.Started.Count);
    }

    private sealed class Processor(HeldWork work)
    {
        public Task ProcessAsync(WorkItem item, CancellationToken ct) => work.RunAsync(item.Name, ct);

        public Task ProcessPerCustomerAsync(WorkItem order, CancellationToken ct) => work.RunAsync($"{order.CustomerId} {order.Name}", ct);
    }

    private sealed record WorkItem(string Name)
    {
        public string CustomerId { get; init; } = "";
    }
}
