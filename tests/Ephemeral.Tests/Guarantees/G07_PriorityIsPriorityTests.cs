namespace Ephemeral.Tests.Guarantees;

/// <summary>G7: an urgent item waits for at most the running ones; a deferred lane resumes when its signal goes; "hot:4" is a lane named hot.</summary>
public sealed class G07_PriorityIsPriorityTests
{
    [Fact]
    public async Task AnUrgentItem_StartsNext_HoweverManyWait()
    {
        Gate gate = new();
        List<string> order = [];
        await using PriorityWorkCoordinator<string> coordinator = new(new(
            async (item, ct) =>
            {
                order.Add(item);
                if (item == "first") await gate.WaitAsync(ct);
            },
            [new("high"), new("low")],
            new() { MaxConcurrency = 1 }));
        await coordinator.EnqueueAsync("first", "low");
        await gate.Reached;
        await coordinator.EnqueueManyAsync(Enumerable.Repeat("low", 100), "low");
        await coordinator.EnqueueAsync("urgent", "high");

        gate.Open();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal("urgent", order[1]);
        Assert.Equal(102, order.Count);
    }

    [Fact]
    public async Task AnUrgentItem_OfAFreeKey_StartsNext_WithKeysToo()
    {
        Gate gate = new();
        List<string> order = [];
        await using PriorityKeyedWorkCoordinator<string, string> coordinator = new(new(
            static item => item,
            async (item, ct) =>
            {
                order.Add(item);
                if (item == "first") await gate.WaitAsync(ct);
            },
            [new("high"), new("low")],
            new() { MaxConcurrency = 1 }));
        await coordinator.EnqueueAsync("first", "low");
        await gate.Reached;
        for (int i = 0; i < 100; i++) await coordinator.EnqueueAsync($"low {i}", "low");
        await coordinator.EnqueueAsync("urgent", "high");

        gate.Open();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal("urgent", order[1]);
    }

    [Fact]
    public async Task ADeferredLane_Resumes_WhenItsSignalGoes_AndDelaysNoOther()
    {
        SignalSink sink = new();
        EndCounter ended = new();
        await using PriorityWorkCoordinator<string> coordinator = new(new(
            static (_, _) => Task.CompletedTask,
            [new("high", DeferOnSignals: new HashSet<string> { "maintenance" }), new("low")],
            new() { MaxConcurrency = 1, Signals = sink, OnSample = ended.OnSample, TimeProvider = new ManualTimeProvider() }));
        sink.Raise("maintenance");
        await coordinator.EnqueueAsync("held", "high");
        await coordinator.EnqueueAsync("free", "low");

        await ended.Reached(1);
        (string, int)[] held = coordinator.PendingCounts;
        sink.Retract("maintenance");
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal([("high", 1), ("low", 0)], held);
        Assert.Equal(2, coordinator.TotalCompleted);
    }

    [Fact]
    public async Task ADeferredLane_LetsGo_AfterItsLongestDeferral()
    {
        ManualTimeProvider time = new();
        SignalSink sink = new(maxAge: TimeSpan.FromHours(1), timeProvider: time);
        await using PriorityKeyedWorkCoordinator<int, int> coordinator = new(new(
            static item => item,
            static (_, _) => Task.CompletedTask,
            [new("slow", DeferOnSignals: new HashSet<string> { "busy" }, DeferCheckInterval: TimeSpan.FromSeconds(1), MaxDeferAttempts: 3)],
            new() { Signals = sink, TimeProvider = time }));
        sink.Raise("busy");
        await coordinator.EnqueueAsync(1, "slow");
        time.Advance(TimeSpan.FromSeconds(2.9));
        int held = coordinator.PendingCount;

        time.Advance(TimeSpan.FromSeconds(0.1));
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal((1, 1L), (held, coordinator.TotalCompleted));
    }

    [Fact]
    public async Task ALanesCancelSignal_DiscardsItsItemsOnly()
    {
        SignalSink sink = new();
        await using PriorityWorkCoordinator<string> coordinator = new(new(
            static (_, _) => Task.CompletedTask,
            [new("hot:4", CancelOnSignals: new HashSet<string> { "maintenance" }), new("normal")],
            new() { Signals = sink }));
        sink.Raise("maintenance");

        await coordinator.EnqueueAsync("discarded", "hot");
        await coordinator.EnqueueAsync("kept");
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal((1L, 1L), (coordinator.TotalSkipped, coordinator.TotalCompleted));
    }

    [Fact]
    public async Task HotFour_IsALaneNamedHot_InWhichFourRun()
    {
        Gate[] gates = [.. Enumerable.Range(0, 5).Select(static _ => new Gate())];
        Gate other = new();
        await using PriorityWorkCoordinator<int> coordinator = new(new(
            (item, ct) => (item < 0 ? other : gates[item]).WaitAsync(ct),
            [new("hot:4"), new("slow:2")],
            new() { MaxConcurrency = 8 }));
        for (int i = 0; i < 5; i++) await coordinator.EnqueueAsync(i, "hot");
        await coordinator.EnqueueAsync(-1, "slow");

        await Task.WhenAll([.. gates[..4].Select(static gate => gate.Reached), other.Reached]);

        Assert.Equal([("hot", 1), ("slow", 0)], coordinator.PendingCounts);
        foreach (Gate gate in gates) gate.Open();
        other.Open();
    }

    [Fact]
    public async Task AFullLane_MakesItsWritersWait_AndNobodyElses()
    {
        Gate gate = new();
        await using PriorityWorkCoordinator<int> coordinator = new(new(
            (_, ct) => gate.WaitAsync(ct),
            [new("high"), new("low", MaxDepth: 1)],
            new() { MaxConcurrency = 1 }));
        await coordinator.EnqueueAsync(0, "low");
        await gate.Reached;
        await coordinator.EnqueueAsync(1, "low");

        ValueTask<long> waiting = coordinator.EnqueueAsync(2, "low");

        Assert.False(waiting.IsCompleted);
        Assert.False(coordinator.TryEnqueue(3, "low"));
        Assert.True(coordinator.TryEnqueue(4, "high"));
        gate.Open();
        Assert.True(await waiting.Within() > 0);
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        Assert.Equal(4, coordinator.TotalCompleted);
    }

    [Fact]
    public async Task AnUnknownLane_IsNamedTogetherWithTheKnownOnes()
    {
        await using PriorityWorkCoordinator<int> coordinator = new(new(static (_, _) => Task.CompletedTask, [new("hot:4"), new("cold")]));

        ArgumentException error = Assert.Throws<ArgumentException>(() => { _ = coordinator.EnqueueAsync(1, "warm"); });

        Assert.StartsWith("There is no lane 'warm'. The lanes are 'hot', 'cold'.", error.Message);
    }

    [Fact]
    public void InvalidLanes_AreRefusedWithEveryFault()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new PriorityWorkCoordinator<int>(new(
            static (_, _) => Task.CompletedTask,
            [new("hot"), new("hot:2"), new(" "), new("x:many"), new("y", MaxDeferAttempts: -1), new("z", CancelOnSignals: new HashSet<string> { null! })],
            new() { MaxConcurrency = 0 })));

        Assert.Equal(
            """
            EphemeralOptions is not valid (6 faults):
              MaxConcurrency must be at least 1 but was 0.
              lane 'hot' is declared twice.
              lane 2 is not valid: The lane ' ' has no name. Write 'name' or 'name:4'.
              lane 3 is not valid: The lane 'x:many' must end in a positive whole number after the colon but ends in 'many'. Write 'x' or 'x:4'.
              lane 'y' has MaxDeferAttempts that must be at least 0 but was -1.
              lane 'z' has a signal set with a null or blank entry.
            """.ReplaceLineEndings("\n"),
            error.Message);
    }
}
