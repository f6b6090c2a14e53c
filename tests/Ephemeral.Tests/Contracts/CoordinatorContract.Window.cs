namespace Ephemeral.Tests.Contracts;

public abstract partial class CoordinatorContract
{
    [Fact]
    public async Task Window_KeepsTheLatestEndedOperations()
    {
        await using Subject subject = Create(_nothing, new() { MaxConcurrency = 1, MaxTrackedOperations = 3 });
        List<long> ids = [];
        for (int i = 0; i < 5; i++) ids.Add(await subject.EnqueueAsync(i));

        await subject.DrainAsync();

        Assert.Equal(ids[2..], subject.Coordinator.GetSnapshot().Select(static operation => operation.Id));
        Assert.Null(subject.Coordinator.TryGetOperation(ids[0]));
    }

    [Fact]
    public async Task Window_ForgetsByAge_ExactlyAtEveryRead()
    {
        ManualTimeProvider time = new();
        await using Subject subject = Create(_nothing, new() { MaxConcurrency = 1, MaxOperationLifetime = TimeSpan.FromMinutes(5), TimeProvider = time });
        await subject.EnqueueAsync(1);
        await subject.DrainAsync();

        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        int kept = subject.Coordinator.GetSnapshot().Count;
        time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((1, 0), (kept, subject.Coordinator.GetSnapshot().Count));
    }

    [Fact]
    public async Task Window_CleansItselfByATimer_WhichRestsWhenItIsEmpty()
    {
        ManualTimeProvider time = new();
        List<long> finalized = [];
        await using Subject subject = Create(_nothing, new() { MaxConcurrency = 1, TimeProvider = time });
        subject.Coordinator.OperationFinalized += operation => finalized.Add(operation.Id);
        Assert.Equal(0, time.ActiveTimers);
        long id = await subject.EnqueueAsync(1);
        await subject.DrainAsync();
        int armed = time.ActiveTimers;

        time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(1, armed);
        Assert.Equal([id], finalized);
        Assert.Equal(0, time.ActiveTimers);
    }

    [Fact]
    public async Task Pin_KeepsAnOperationBeyondSizeAndAge_UntilUnpinned()
    {
        ManualTimeProvider time = new();
        List<EphemeralOperationSnapshot> finalized = [];
        await using Subject subject = Create(_nothing, new() { MaxConcurrency = 1, MaxTrackedOperations = 1, TimeProvider = time });
        subject.Coordinator.OperationFinalized += finalized.Add;
        long pinned = await subject.EnqueueAsync(0);
        Assert.True(subject.Coordinator.Pin(pinned));
        await subject.EnqueueManyAsync(3);
        await subject.DrainAsync();
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal([pinned], subject.Coordinator.GetSnapshot().Select(static operation => operation.Id));
        Assert.True(Assert.Single(subject.Coordinator.GetSnapshot()).IsPinned);
        Assert.True(subject.Coordinator.Unpin(pinned));
        Assert.Empty(subject.Coordinator.GetSnapshot());
        Assert.Equal(4, finalized.Count);
        Assert.False(subject.Coordinator.Pin(pinned));
        Assert.False(subject.Coordinator.Unpin(pinned));
    }

    [Fact]
    public async Task Pins_AreBounded()
    {
        await using Subject subject = Create(_nothing, new() { MaxConcurrency = 1, MaxTrackedOperations = 1 });
        subject.Coordinator.Pause();
        List<bool> pinned = [];
        for (int i = 0; i < 11; i++) pinned.Add(subject.Coordinator.Pin(await subject.EnqueueAsync(i)));

        Assert.Equal(10, pinned.Count(static answer => answer));
        Assert.False(pinned[^1]);
    }

    [Fact]
    public async Task Evict_RemovesAnOperation_EvenAPinnedOne()
    {
        await using Subject subject = Create(_nothing, One());
        long id = await subject.EnqueueAsync(1);
        await subject.DrainAsync();
        subject.Coordinator.Pin(id);

        Assert.True(subject.Coordinator.Evict(id));

        Assert.Empty(subject.Coordinator.GetSnapshot());
        Assert.False(subject.Coordinator.Evict(id));
    }

    [Fact]
    public async Task TryKill_OfARunningOperation_CancelsItsOwnToken_AndCountsItAsCancelled()
    {
        TaskCompletionSource<CancellationToken> started = new();
        Gate gate = new();
        List<EphemeralOperationSnapshot> finalized = [];
        await using Subject subject = Create(
            async (_, operation, _) =>
            {
                started.SetResult(operation.CancellationToken);
                await gate.WaitAsync(CancellationToken.None);
            },
            One());
        subject.Coordinator.OperationFinalized += finalized.Add;
        long id = await subject.EnqueueAsync(1);
        CancellationToken own = await started.Task.Within();
        subject.Coordinator.Pin(id);

        Assert.True(subject.Coordinator.TryKill(id));

        Assert.True(own.IsCancellationRequested);
        Assert.Null(subject.Coordinator.TryGetOperation(id));
        Assert.Equal(1, subject.Coordinator.ActiveCount);
        Assert.True(Assert.Single(finalized).IsPinned);
        gate.Open();
        await subject.DrainAsync();
        Assert.Equal(1, subject.Coordinator.TotalCancelled);
        Assert.Single(finalized);
    }

    [Fact]
    public async Task TryKill_OfAWaitingOperation_RemovesItFromTheQueue()
    {
        List<int> ran = [];
        await using Subject subject = Create(
            (item, _, _) =>
            {
                ran.Add(item);
                return Task.CompletedTask;
            },
            One());
        subject.Coordinator.Pause();
        await subject.EnqueueAsync(1);
        long id = await subject.EnqueueAsync(2);
        await subject.EnqueueAsync(3);

        Assert.True(subject.Coordinator.TryKill(id));
        subject.Coordinator.Resume();
        await subject.DrainAsync();

        Assert.Equal([1, 3], ran);
        Assert.Equal(1, subject.Coordinator.TotalCancelled);
        AssertConserved(subject.Coordinator.GetMetrics());
    }

    [Fact]
    public async Task UnknownIds_AreNotFound()
    {
        await using Subject subject = Create(_nothing);
        foreach (long id in new[] { long.MinValue, -1, 0, long.MaxValue })
        {
            Assert.Null(subject.Coordinator.TryGetOperation(id));
            Assert.False(subject.Coordinator.Pin(id));
            Assert.False(subject.Coordinator.Unpin(id));
            Assert.False(subject.Coordinator.Evict(id));
            Assert.False(subject.Coordinator.TryKill(id));
        }
    }

    [Fact]
    public async Task State_IsReadableWhileTheOperationIsInTheWindow()
    {
        await using Subject subject = Create(static (item, operation, _) =>
        {
            operation.State["item"] = item;
            return Task.CompletedTask;
        });

        long id = await subject.EnqueueAsync(42);
        await subject.DrainAsync();

        Assert.Equal(42, subject.Coordinator.TryGetOperation(id)?.State.GetValueOrDefault("item"));
    }

    [Fact]
    public async Task Snapshot_TellsTimesOfTheOperation()
    {
        ManualTimeProvider time = new();
        await using Subject subject = Create(
            (_, _, _) =>
            {
                time.Advance(TimeSpan.FromSeconds(3));
                return Task.CompletedTask;
            },
            new() { MaxConcurrency = 1, TimeProvider = time });
        DateTimeOffset start = time.GetUtcNow();

        await subject.EnqueueAsync(1);
        await subject.DrainAsync();

        EphemeralOperationSnapshot snapshot = Assert.Single(subject.Coordinator.GetCompleted());
        Assert.Equal((start, start.AddSeconds(3)), (snapshot.Started, snapshot.Completed));
        Assert.Equal(TimeSpan.FromSeconds(3), snapshot.Duration);
    }

    [Fact]
    public async Task Signals_OfOperations_AreFoundUntilTheyLeaveTheWindow()
    {
        SignalSink sink = new();
        await using Subject subject = Create(
            static (item, operation, _) =>
            {
                operation.Signal(item == 0 ? "error.db" : "order.saved");
                return Task.CompletedTask;
            },
            new() { MaxConcurrency = 1, MaxTrackedOperations = 2, Signals = sink });
        await subject.EnqueueAsync(0);
        await subject.EnqueueAsync(1);
        await subject.EnqueueAsync(2);

        await subject.DrainAsync();

        Assert.False(subject.Coordinator.HasSignal("error.db"));
        Assert.True(subject.Coordinator.HasSignal("order.saved"));
        Assert.True(subject.Coordinator.HasSignalMatching("order.*"));
        Assert.Equal(2, subject.Coordinator.CountSignals("order.saved"));
        Assert.Equal(2, subject.Coordinator.CountSignals());
        Assert.Equal(0, subject.Coordinator.CountSignalsMatching("error.*"));
        Assert.True(sink.Detect("error.db"));
    }
}
