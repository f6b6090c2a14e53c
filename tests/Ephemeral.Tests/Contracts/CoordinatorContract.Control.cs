namespace Ephemeral.Tests.Contracts;

public abstract partial class CoordinatorContract
{
    [Fact]
    public async Task Pause_StartsNothing_UntilResumed()
    {
        await using Subject subject = Create(_nothing);
        subject.Coordinator.Pause();

        await subject.EnqueueManyAsync(3);
        CoordinatorMetrics paused = subject.Coordinator.GetMetrics();
        subject.Coordinator.Resume();
        await subject.DrainAsync();

        Assert.Equal((3, 0), (paused.Pending, paused.Active));
        Assert.Equal(3, subject.Coordinator.TotalCompleted);
    }

    [Fact]
    public async Task Pause_LetsRunningItemsEnd()
    {
        Gate gate = new();
        await using Subject subject = CreateHeld(gate, One());
        long id = await subject.EnqueueAsync(1);
        await gate.Reached;

        subject.Coordinator.Pause();
        Assert.True(subject.Coordinator.IsPaused);
        gate.Open();
        subject.Coordinator.Complete();
        await subject.Coordinator.DrainAsync().Within();

        Assert.NotNull(subject.Coordinator.TryGetOperation(id)?.Completed);
    }

    [Fact]
    public async Task Cancel_AbandonsWaitingItems_CancelsRunningOnes_AndCountsBoth()
    {
        Gate gate = new();
        await using Subject subject = CreateHeld(gate, One());
        await subject.EnqueueManyAsync(5);
        await gate.Reached;

        subject.Coordinator.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => subject.Coordinator.DrainAsync().Within());
        Assert.Equal(5, subject.Coordinator.TotalCancelled);
        AssertConserved(subject.Coordinator.GetMetrics());
        Assert.All(subject.Coordinator.GetSnapshot(), static operation => Assert.True(operation.IsCancelled));
    }

    [Fact]
    public async Task Cancel_WhilePaused_Drains()
    {
        await using Subject subject = Create(_nothing);
        subject.Coordinator.Pause();
        await subject.EnqueueManyAsync(5);

        subject.Coordinator.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => subject.Coordinator.DrainAsync().Within());
        Assert.Equal(5, subject.Coordinator.TotalCancelled);
    }

    [Fact]
    public async Task Cancel_FromInsideABody_IsAllowed()
    {
        Subject subject = null!;
        Gate ready = new();
        subject = Create(
            async (_, _, ct) =>
            {
                await ready.WaitAsync(CancellationToken.None);
                subject.Coordinator.Cancel();
            },
            One());
        await using Subject _ = subject;
        await subject.EnqueueManyAsync(3);

        ready.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (!subject.Coordinator.IsCompleted) await Task.Yield();
            await subject.Coordinator.DrainAsync().Within();
        });
        Assert.Equal(2, subject.Coordinator.TotalCancelled);
        Assert.Equal(1, subject.Coordinator.TotalCompleted);
    }

    [Fact]
    public async Task ForeignCancellation_IsAFailure()
    {
        await using Subject subject = Create(static (_, _, _) => throw new OperationCanceledException());

        await subject.EnqueueAsync(1);
        await subject.DrainAsync();

        Assert.Equal((1, 0), (subject.Coordinator.TotalFailed, subject.Coordinator.TotalCancelled));
    }

    [Fact]
    public async Task EnqueueFromInsideABody_IsAllowed()
    {
        Subject subject = null!;
        TaskCompletionSource done = new();
        subject = Create(
            async (item, _, _) =>
            {
                if (item < 3) await subject.EnqueueAsync(item + 1);
                else done.SetResult();
            },
            One());
        await using Subject _ = subject;

        await subject.EnqueueAsync(0);
        await done.Task.Within();
        await subject.DrainAsync();

        Assert.Equal(4, subject.Coordinator.TotalCompleted);
    }

    [Fact]
    public async Task DrainOrDispose_AwaitedInsideABody_ThrowsInsteadOfWaitingForItself()
    {
        Subject subject = null!;
        subject = Create(async (item, _, _) =>
        {
            if (item == 0) await subject.Coordinator.DrainAsync();
            else await subject.Coordinator.DisposeAsync();
        });
        await using Subject _ = subject;

        await subject.EnqueueManyAsync(2);
        await subject.DrainAsync();

        Assert.All(subject.Coordinator.GetFailed(), static failed => Assert.Contains("inside one of its own bodies", failed.Error?.Message));
        Assert.Equal(2, subject.Coordinator.TotalFailed);
    }

    [Fact]
    public async Task DisposeAsync_Twice_AndConcurrently_IsNoError()
    {
        Gate gate = new();
        Subject subject = CreateHeld(gate, One());
        await subject.EnqueueManyAsync(3);
        await gate.Reached;

        await Task.WhenAll(subject.Coordinator.DisposeAsync().AsTask(), subject.Coordinator.DisposeAsync().AsTask()).Within();
        await subject.Coordinator.DisposeAsync().Within();
        subject.Coordinator.Dispose();

        Assert.Equal(3, subject.Coordinator.TotalCancelled);
    }

    [Fact]
    public async Task DisposeAsync_WaitsNoLongerThanItsTimeout()
    {
        ManualTimeProvider time = new();
        Gate gate = new();
        Subject subject = Create(
            (_, _, _) => gate.WaitAsync(CancellationToken.None),
            new() { MaxConcurrency = 1, DisposeTimeout = TimeSpan.FromSeconds(5), TimeProvider = time });
        await subject.EnqueueAsync(1);
        await gate.Reached;

        Task dispose = subject.Coordinator.DisposeAsync().AsTask();
        Assert.False(dispose.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));

        await dispose.Within();
        Assert.Equal(1, subject.Coordinator.ActiveCount);
        gate.Open();
    }

    [Fact]
    public async Task SetMaxConcurrency_WithoutTheOption_SaysWhatToDo()
    {
        await using Subject subject = Create(_nothing);

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => subject.Coordinator.SetMaxConcurrency(2));

        Assert.Contains("EnableDynamicConcurrency = true", error.Message);
    }

    [Fact]
    public async Task SetMaxConcurrency_Raised_StartsWaitingItems()
    {
        Gate gate = new();
        using CountdownEvent two = new(2);
        await using Subject subject = Create(
            async (_, _, ct) =>
            {
                if (!two.IsSet && two.Signal()) gate.Open();
                await gate.WaitAsync(ct);
            },
            new() { MaxConcurrency = 1, EnableDynamicConcurrency = true });
        await subject.EnqueueManyAsync(2);

        subject.Coordinator.SetMaxConcurrency(2);

        await subject.DrainAsync();
        Assert.Equal(2, subject.Coordinator.CurrentMaxConcurrency);
    }

    [Fact]
    public void InvalidOptions_AreRefusedWithEveryFault()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Create(_nothing, new() { MaxConcurrency = 0, QueueCapacity = -1, MaxTrackedOperations = 0 }));

        Assert.Equal(
            "EphemeralOptions is not valid (3 faults):\n  MaxConcurrency must be at least 1 but was 0.\n  QueueCapacity must be at least 1 but was -1.\n  MaxTrackedOperations must be at least 1 but was 0.",
            error.Message);
    }

    [Fact]
    public async Task AsyncLocals_OfOneItem_NeverReachTheNext()
    {
        AsyncLocal<int> local = new();
        List<int> seen = [];
        await using Subject subject = Create(
            async (item, _, _) =>
            {
                seen.Add(local.Value);
                local.Value = item + 1;
                await Task.Yield();
            },
            One());

        await subject.EnqueueManyAsync(3);
        await subject.DrainAsync();

        Assert.Equal([0, 0, 0], seen);
    }

    [Fact]
    public async Task CurrentOperation_IsTheOneThatRuns()
    {
        List<bool> same = [];
        await using Subject subject = Create(
            async (_, operation, _) =>
            {
                await Task.Yield();
                same.Add(EphemeralOperation.Current == operation);
            },
            One());

        await subject.EnqueueManyAsync(3);
        await subject.DrainAsync();

        Assert.Equal([true, true, true], same);
        Assert.Null(EphemeralOperation.Current);
    }
}
