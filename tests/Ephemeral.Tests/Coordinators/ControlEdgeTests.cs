namespace Ephemeral.Tests.Coordinators;

/// <summary>Faults that a review found: disposing inside callbacks, commands without a sink, fairness that drops, lanes that wait.</summary>
public sealed class ControlEdgeTests
{
    [Fact]
    public async Task DisposeInsideAnAsynchronousCallback_StopsTheCallbacks()
    {
        EphemeralWorkCoordinator<int> coordinator = null!;
        TaskCompletionSource<CancellationToken> disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int handled = 0;
        coordinator = new(
            static (_, operation, _) =>
            {
                for (int i = 0; i < 20; i++) operation.Signal("x");
                return Task.CompletedTask;
            },
            new()
            {
                MaxConcurrentSignalHandlers = 1,
                OnSignalAsync = async (_, ct) =>
                {
                    handled++;
                    coordinator.Dispose();
                    disposed.TrySetResult(ct);
                    await new TaskCompletionSource().Task.WaitAsync(ct);
                },
            });
        await coordinator.EnqueueAsync(1);
        CancellationToken token = await disposed.Task.Within();

        await coordinator.DisposeAsync().Within();

        Assert.Equal((1, true), (handled, token.IsCancellationRequested));
    }

    [Fact]
    public async Task DisposeAsyncAwaitedInsideAnAsynchronousCallback_IsRefused()
    {
        EphemeralWorkCoordinator<int> coordinator = null!;
        TaskCompletionSource<string> message = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (coordinator = new(
            static (_, operation, _) =>
            {
                operation.Signal("x");
                return Task.CompletedTask;
            },
            new()
            {
                OnSignalAsync = async (_, _) =>
                    message.SetResult((await Assert.ThrowsAsync<InvalidOperationException>(async () => await coordinator.DisposeAsync())).Message),
            }))
        {
            await coordinator.EnqueueAsync(1);

            Assert.Contains("inside one of its own asynchronous signal callbacks", await message.Task.Within());
        }
    }

    [Fact]
    public async Task AClearSignal_AfterComplete_StillClears()
    {
        SignalSink sink = new();
        Gate gate = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            async (_, operation, ct) =>
            {
                await gate.WaitAsync(ct);
                operation.Signal("clear");
            },
            new() { Signals = sink, ClearOnSignals = new HashSet<string> { "clear" } });
        await coordinator.EnqueueAsync(1);
        sink.Raise("old");

        coordinator.Complete();
        gate.Open();
        await coordinator.DrainAsync().Within();

        Assert.False(sink.Detect("old"));
    }

    [Fact]
    public async Task ADrainSignal_OfAnOwnOperation_NeedsNoSink()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, operation, _) =>
            {
                operation.Signal("stop.now");
                return Task.CompletedTask;
            },
            new() { DrainOnSignals = new HashSet<string> { "stop.*" } });

        await coordinator.EnqueueAsync(1);
        await coordinator.FlushAsync().Within();

        Assert.True(coordinator.IsCompleted);
        await coordinator.DrainAsync().Within();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AFullQueue_DropsNothing_ForAKeyThatHasMoreThanItsShare(bool withLanes)
    {
        EphemeralOptions options = new() { QueueCapacity = 4, FullMode = QueueFullMode.DropOldest, EnableFairScheduling = true, FairSchedulingThreshold = 2 };
        Func<string, CancellationToken, Task> body = static (_, _) => Task.CompletedTask;
        EphemeralKeyedWorkCoordinator<string, char> keyed = new(static item => item[0], body, options);
        PriorityKeyedWorkCoordinator<string, char> lanes = new(new(static item => item[0], body, null, options));
        CoordinatorBase coordinator = withLanes ? lanes : keyed;
        coordinator.Pause();

        bool[] accepted = [.. new[] { "b1", "b2", "a1", "a2", "a3", "a4" }.Select(item => withLanes ? lanes.TryEnqueue(item) : keyed.TryEnqueue(item))];

        Assert.Equal([true, true, true, true, false, false], accepted);
        Assert.Equal(0, coordinator.TotalSkipped);
        await keyed.DisposeAsync().Within();
        await lanes.DisposeAsync().Within();
    }

    [Fact]
    public async Task WritersOfAFullLane_HoldUpNoOther_AndEnterInOrder()
    {
        List<string> order = [];
        await using PriorityWorkCoordinator<string> coordinator = new(new(
            (item, _) =>
            {
                order.Add(item);
                return Task.CompletedTask;
            },
            [new("high", MaxDepth: 1), new("low", MaxDepth: 1)],
            new() { MaxConcurrency = 1 }));
        coordinator.Pause();
        Task[] writers =
        [
            .. new[] { "low 1", "low 2", "high 1", "low 3", "high 2" }.Select(item => coordinator.EnqueueAsync(item, item.Split(' ')[0]).AsTask()),
        ];

        coordinator.Resume();
        await Task.WhenAll(writers).Within();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal(["high 1", "high 2"], order.Where(static item => item.StartsWith("high")));
        Assert.Equal(["low 1", "low 2", "low 3"], order.Where(static item => item.StartsWith("low")));
    }

    [Fact]
    public async Task AnEmptiedCoordinator_ForgetsItsPeak_AndGoesOn()
    {
        ManualTimeProvider time = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask, new() { QueueCapacity = 20_000, TimeProvider = time });
        for (int round = 0; round < 3; round++)
        {
            coordinator.Pause();
            for (int i = 0; i < 10_000; i++) Assert.True(coordinator.TryEnqueue(i));
            coordinator.Resume();
            await coordinator.FlushAsync().Within();
            time.Advance(TimeSpan.FromMinutes(6));
            Assert.Empty(coordinator.GetSnapshot());
        }

        long id = await coordinator.EnqueueAsync(1);
        await coordinator.FlushAsync().Within();

        Assert.Equal(30_001, coordinator.TotalCompleted);
        Assert.NotNull(coordinator.TryGetOperation(id));
    }

    [Fact]
    public async Task TryKill_OfAWaitingItem_CancelsATokenThatWasRead()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask);
        coordinator.Pause();
        long id = await coordinator.EnqueueAsync(1);
        CancellationToken token = coordinator.TryGetOperation(id)!.CancellationToken;

        coordinator.TryKill(id);

        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void OptionsHaveOneSlotForTheSink_AndEqualDefaults()
    {
        SignalSink sink = new();

        Assert.Same(sink, new EphemeralOptions { SharedSignalSink = sink }.Signals);
        Assert.Same(sink, new EphemeralOptions { Signals = sink }.SharedSignalSink);
        Assert.Equal(new EphemeralOptions(), new EphemeralOptions());
    }

    [Fact]
    public void ALanesCopyWithAnotherName_IsAnotherLane()
    {
        PriorityLane lane = new PriorityLane("hot:4") with { Name = "cold" };

        Assert.Equal(("cold", null), (lane.LaneName, lane.MaxConcurrency));
    }
}
