namespace Ephemeral.Tests.Coordinators;

/// <summary>Faults that the model and a close reading found: room in the queue, and what leaves the window.</summary>
public sealed class RoomAndDepartureTests
{
    [Fact]
    public async Task TryKill_OfTheOnlyWaitingItem_LetsTheWriterIn()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(Ended, new() { QueueCapacity = 1 });
        coordinator.Pause();
        long waiting = await coordinator.EnqueueAsync(1);
        Task<long> writer = coordinator.EnqueueAsync(2).AsTask();

        coordinator.TryKill(waiting);

        await writer.Within();
        Assert.Equal(1, coordinator.PendingCount);
        coordinator.Resume();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        Assert.Equal(1, coordinator.TotalCompleted);
    }

    [Fact]
    public async Task TryKill_OfAWaitingItem_PushesNoOtherOutOfTheWindow()
    {
        EndCounter ends = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(Ended, new() { MaxTrackedOperations = 1, OnSample = ends.OnSample });
        long remembered = await coordinator.EnqueueAsync(1);
        await ends.Reached(1);
        coordinator.Pause();

        coordinator.TryKill(await coordinator.EnqueueAsync(2));

        Assert.Equal(remembered, Assert.Single(coordinator.GetSnapshot()).Id);
    }

    [Fact]
    public async Task DropOldest_WithAFullLaneInAFullQueue_KeepsTheLanesDepth()
    {
        await using PriorityWorkCoordinator<int> coordinator = new(new(
            Ended,
            [new("high", MaxDepth: 1), new("low")],
            new() { QueueCapacity = 2, FullMode = QueueFullMode.DropOldest }));
        coordinator.Pause();
        await coordinator.EnqueueAsync(1, "low");
        await coordinator.EnqueueAsync(2, "high");

        await coordinator.EnqueueAsync(3, "high");

        Assert.Equal([("high", 1), ("low", 1)], coordinator.PendingCounts);
    }

    [Fact]
    public async Task AWaitingItemThatIsDropped_LeavesNothingBehindOnTheCoordinatorsToken()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(Ended, new() { QueueCapacity = 1, FullMode = QueueFullMode.DropOldest });
        coordinator.Pause();
        CancellationToken own = coordinator.TryGetOperation(await coordinator.EnqueueAsync(1))!.CancellationToken;

        await coordinator.EnqueueAsync(2);

        Assert.Equal(1, coordinator.TotalSkipped);
        Assert.Throws<ObjectDisposedException>(() => own.WaitHandle); // its link to the coordinator's token is gone
    }

    [Fact]
    public async Task CancelSignal_WhileWritersWait_SkipsTheirItemsToo()
    {
        SignalSink sink = new();
        EphemeralWorkCoordinator<int> coordinator = new(
            Ended,
            new() { MaxConcurrency = 1, QueueCapacity = 1, Signals = sink, CancelOnSignals = new HashSet<string> { "stop" } });
        coordinator.Pause();
        await coordinator.EnqueueAsync(0);
        Task<long>[] writers = [.. Enumerable.Range(1, 3).Select(i => coordinator.EnqueueAsync(i).AsTask())];
        sink.Raise("stop");

        coordinator.Resume();

        await Task.WhenAll(writers).Within();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        Assert.Equal(4, coordinator.TotalSkipped);
    }

    [Fact]
    public async Task KeyThatThrows_WhenItsWriterIsLetIn_FailsOnlyTheWriter()
    {
        Gate gate = new();
        await using EphemeralKeyedWorkCoordinator<int, TouchyKey> coordinator = new(
            static item => new TouchyKey(item),
            (_, ct) => gate.WaitAsync(ct),
            new() { MaxConcurrency = 1, QueueCapacity = 1 });
        await coordinator.EnqueueAsync(1);
        await gate.Reached;
        await coordinator.EnqueueAsync(2);
        Task<long> touchy = coordinator.EnqueueAsync(-1).AsTask();
        Task<long> next = coordinator.EnqueueAsync(3).AsTask();

        gate.Open();

        await Assert.ThrowsAsync<InvalidOperationException>(() => touchy.Within());
        await next.Within();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        Assert.Equal((3, 3), (coordinator.TotalEnqueued, coordinator.TotalCompleted));
    }

    [Fact]
    public async Task Pin_OfAnUnknownId_ReportsWhatWasTooOld()
    {
        ManualTimeProvider time = new();
        EndCounter ends = new();
        List<long> left = [];
        EphemeralWorkCoordinator<int> coordinator = new(
            Ended,
            new() { TimeProvider = time, MaxOperationLifetime = TimeSpan.FromSeconds(1), OnSample = ends.OnSample });
        coordinator.OperationFinalized += operation => left.Add(operation.Id);
        long id = await coordinator.EnqueueAsync(1);
        await ends.Reached(1);
        await coordinator.DisposeAsync(); // so that no timer is first
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.False(coordinator.Pin(id));

        Assert.Equal([id], left);
    }

    [Fact]
    public async Task PinnedOperations_StayInTheOrderOfTheirEnd()
    {
        EndCounter ends = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            Ended,
            new() { MaxConcurrency = 1, MaxTrackedOperations = 1, OnSample = ends.OnSample });
        List<long> ids = [];
        for (int i = 0; i < 4; i++)
        {
            coordinator.Pause();
            ids.Add(await coordinator.EnqueueAsync(i));
            coordinator.Pin(ids[i]);
            if (i == 3) coordinator.Evict(ids[0]);
            coordinator.Resume();
            await ends.Reached(i + 1);
        }

        ids.Add(await coordinator.EnqueueAsync(4));
        await ends.Reached(5);

        Assert.Equal(ids[1..], coordinator.GetSnapshot().Select(static operation => operation.Id));
    }

    [Fact]
    public async Task OperationLookedUpWhileItWaits_KnowsWhenItStarted()
    {
        ManualTimeProvider time = new();
        Gate gate = new();
        await using EphemeralWorkCoordinator<int> coordinator = new((_, ct) => gate.WaitAsync(ct), new() { TimeProvider = time });
        coordinator.Pause();
        long id = await coordinator.EnqueueAsync(1);
        coordinator.Pin(id);
        EphemeralOperation operation = coordinator.TryGetOperation(id)!;
        Assert.True(operation.IsPinned);

        coordinator.Resume();
        await gate.Reached;

        Assert.Equal(time.GetUtcNow(), operation.Started);
        gate.Open();
    }

    [Fact]
    public async Task TryKill_BeforeTheBodyBegins_CancelsItsToken()
    {
        TaskCompletionSource<bool> cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Killer killer = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, operation, _) =>
            {
                cancelled.SetResult(operation.CancellationToken.IsCancellationRequested);
                return Task.CompletedTask;
            },
            new() { Observer = killer });
        killer.Coordinator = coordinator;

        await coordinator.EnqueueAsync(1);

        Assert.True(await cancelled.Task.Within());
    }

    [Fact]
    public async Task SignalOfAnOperationThatLeft_IsNotPresentOnTheCoordinator()
    {
        Gate gate = new();
        EphemeralOperation? running = null;
        await using EphemeralWorkCoordinator<int> coordinator = new(async (_, operation, ct) =>
        {
            running = operation;
            await gate.WaitAsync(ct);
        });
        long id = await coordinator.EnqueueAsync(1);
        await gate.Reached;
        coordinator.Evict(id);

        running!.Signal("late");

        Assert.False(coordinator.HasSignal("late"));
        gate.Open();
    }

    private static Task Ended(int item, CancellationToken cancellationToken) => Task.CompletedTask;

    private sealed class Killer : EphemeralObserver
    {
        public CoordinatorBase? Coordinator { get; set; }

        public override object? OperationStarted(in OperationStartedArguments arguments)
        {
            Coordinator!.TryKill(arguments.OperationId);
            return null;
        }
    }

    private readonly record struct TouchyKey(int Value)
    {
        public override int GetHashCode() => Value < 0 ? throw new InvalidOperationException("as meant") : Value;
    }
}
