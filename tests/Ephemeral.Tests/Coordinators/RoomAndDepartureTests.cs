using Ephemeral.Engine.Handlers;

namespace Ephemeral.Tests.Coordinators;

/// <summary>Faults that the model and a close reading found: room in the queue, what leaves the window, and deferrals at their edges.</summary>
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

    [Fact]
    public async Task ForEach_WhileADeferSignalStays_RunsAfterTheLongestDeferral()
    {
        ManualTimeProvider time = new();
        SignalSink sink = new(timeProvider: time);
        sink.Raise("busy");
        EphemeralOptions options = new()
        {
            TimeProvider = time,
            Signals = sink,
            DeferOnSignals = new HashSet<string> { "busy" },
            DeferCheckInterval = TimeSpan.FromSeconds(1),
            MaxDeferAttempts = 3,
        };
        Task run = Enumerable.Range(0, 5).EphemeralForEachAsync(Ended, options);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(run.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));

        await run.Within();
    }

    [Fact]
    public async Task ForEach_WithSignalRules_PullsNothingBeforeItIsStarted()
    {
        int pulled = 0;
        for (int i = 0; i < 50; i++)
        {
            IEnumerator<Indexed<int>> source = Enumerable.Range(0, 5).Select(_ => new Indexed<int>(pulled++, 0)).GetEnumerator();
            ForEachRun<int> run = new(source, new((_, ct) => Ended(0, ct)), new() { CancelOnSignals = new HashSet<string> { "stop" } }, null);
            await Task.Yield();
            await run.DisposeAsync().Within();
        }

        Assert.Equal(0, pulled);
    }

    [Fact]
    public async Task ForEach_DeferredWhileAnEndIsTold_StartsNoMore()
    {
        SignalSink sink = new();
        int ran = 0;
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        EphemeralOptions options = new()
        {
            MaxConcurrency = 1,
            Signals = sink,
            DeferOnSignals = new HashSet<string> { "busy" },
            MaxDeferAttempts = 1_000_000,
            OnSample = _ =>
            {
                sink.Raise("busy");
                held.TrySetResult();
            },
        };
        IEnumerator<Indexed<int>> source = Enumerable.Range(0, 5).Select(static i => new Indexed<int>(i, i)).GetEnumerator();
        ForEachRun<int> run = new(source, new((_, _) => Task.FromResult(ran++)), options, null);
        Task running = run.RunAsync();
        await held.Task.Within();

        await run.DisposeAsync().Within();

        await running.Within();
        Assert.Equal(1, ran);
    }

    [Fact]
    public async Task WriterLetInWhileADeferSignalStays_IsHeldFromThenOn()
    {
        ManualTimeProvider time = new();
        SignalSink sink = new(timeProvider: time);
        TaskCompletionSource<DateTimeOffset> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, _) => Task.FromResult(started.TrySetResult(time.GetUtcNow())),
            new()
            {
                TimeProvider = time,
                QueueCapacity = 1,
                Signals = sink,
                DeferOnSignals = new HashSet<string> { "busy" },
                DeferCheckInterval = TimeSpan.FromSeconds(1),
                MaxDeferAttempts = 3,
            });
        coordinator.Pause();
        long waiting = await coordinator.EnqueueAsync(1);
        Task<long> writer = coordinator.EnqueueAsync(2).AsTask(); // before the hold, when nothing asks for the time
        sink.Raise("busy");
        DateTimeOffset raised = time.GetUtcNow();
        time.Advance(TimeSpan.FromSeconds(2));
        coordinator.TryKill(waiting);
        await writer.Within();
        coordinator.Resume();

        for (int second = 0; second < 3; second++)
        {
            for (int i = 0; i < 100; i++) await Task.Yield(); // behind a worker that was woken too early
            Assert.Equal(1, coordinator.PendingCount);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(raised.AddSeconds(5), await started.Task.Within());
    }

    [Fact]
    public async Task ZeroDeferral_HoldsNothing()
    {
        ManualTimeProvider time = new();
        SignalSink sink = new(timeProvider: time);
        sink.Raise("busy");
        await using EphemeralWorkCoordinator<int> coordinator = new(
            Ended,
            new() { TimeProvider = time, Signals = sink, DeferOnSignals = new HashSet<string> { "busy" }, MaxDeferAttempts = 0 });

        await coordinator.EnqueueAsync(1);
        coordinator.Complete();

        await coordinator.DrainAsync().Within();
    }

    [Fact]
    public async Task CancelSignalOfTheCoordinator_DiscardsTheItemsOfADeferredLane()
    {
        SignalSink sink = new();
        PriorityWorkCoordinator<int> coordinator = new(new(
            Ended,
            [new("held", DeferOnSignals: new HashSet<string> { "busy" }, MaxDeferAttempts: 1_000_000)],
            new() { Signals = sink, CancelOnSignals = new HashSet<string> { "stop" } }));
        sink.Raise("busy");
        await coordinator.EnqueueAsync(1, "held");
        coordinator.Complete();

        sink.Raise("stop");

        await coordinator.DrainAsync().Within();
        Assert.Equal(1, coordinator.TotalSkipped);
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
