namespace Ephemeral.Tests.Guarantees;

/// <summary>G3: signals raised on operations reach the sink, OnSignal, the queries and the gates.</summary>
public sealed class G03_OperationSignalsReachEverythingTests
{
    [Fact]
    public async Task ASignal_ReachesSinkCallbackAndQueries()
    {
        SignalSink sink = new();
        List<SignalEvent> called = [];
        await using EphemeralKeyedWorkCoordinator<int, int> coordinator = new(
            static item => item,
            static (_, operation, _) =>
            {
                operation.Signal("order.saved");
                return Task.CompletedTask;
            },
            new() { Signals = sink, OnSignal = called.Add });

        long id = await coordinator.EnqueueAsync(7);
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        SignalEvent expected = Assert.Single(called);
        Assert.Equal(("order.saved", id, "7"), (expected.Signal, expected.OperationId, expected.Key));
        Assert.Equal(expected, Assert.Single(sink.GetOpSignals(id)));
        Assert.Equal(expected, Assert.Single(coordinator.GetSignals()));
        Assert.Equal(expected, Assert.Single(coordinator.GetSignalsByKey(7)));
        Assert.Equal(["order.saved"], Assert.Single(coordinator.GetSnapshot()).Signals);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ACancelRule_LetsNothingRun_WhileItsSignalIsPresent(bool fromOwnOperation)
    {
        SignalSink? sink = fromOwnOperation ? null : new();
        int ran = 0;
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (item, operation, _) =>
            {
                if (item < 0) operation.Signal("circuit-open");
                else ran++;
                return Task.CompletedTask;
            },
            new() { MaxConcurrency = 1, Signals = sink, CancelOnSignals = new HashSet<string> { "shutting-down, circuit-*" } });
        if (sink is null) await coordinator.EnqueueAsync(-1);
        else sink.Raise("circuit-open");

        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 20));
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal((0, 20L), (ran, coordinator.TotalSkipped));
    }

    [Fact]
    public async Task ADeferRule_HoldsItems_UntilTheSignalIsRetracted()
    {
        SignalSink sink = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new() { Signals = sink, DeferOnSignals = new HashSet<string> { "backpressure.*" }, TimeProvider = new ManualTimeProvider() });
        sink.Raise("backpressure.db");
        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 5));
        int held = coordinator.PendingCount;

        sink.Retract("backpressure.db");
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal((5, 5L), (held, coordinator.TotalCompleted));
    }

    [Fact]
    public async Task ADeferRule_IsOverriddenByAResumeRule()
    {
        SignalSink sink = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new()
            {
                Signals = sink,
                DeferOnSignals = new HashSet<string> { "backpressure" },
                ResumeOnSignals = new HashSet<string> { "override" },
                TimeProvider = new ManualTimeProvider(),
            });
        sink.Raise("backpressure");
        await coordinator.EnqueueAsync(1);
        int held = coordinator.PendingCount;

        sink.Raise("override");
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal((1, 1L), (held, coordinator.TotalCompleted));
    }
}
