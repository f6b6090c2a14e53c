namespace Ephemeral.Tests.Contracts;

/// <summary>What every coordinator must do, whatever its kind. A kind takes part by supplying a factory.</summary>
public abstract partial class CoordinatorContract
{
    private static readonly Func<int, EphemeralOperation, CancellationToken, Task> _nothing = static (_, _, _) => Task.CompletedTask;

    protected abstract Subject Create(Func<int, EphemeralOperation, CancellationToken, Task> body, EphemeralOptions? options = null);

    private static EphemeralOptions One(int capacity = 1_024) => new() { MaxConcurrency = 1, QueueCapacity = capacity };

    private Subject CreateHeld(Gate gate, EphemeralOptions options) => Create((_, _, ct) => gate.WaitAsync(ct), options);

    private static void AssertConserved(CoordinatorMetrics counts) => Assert.Equal(
        counts.Enqueued,
        counts.Pending + counts.Active + counts.Completed + counts.Failed + counts.Cancelled + counts.Skipped);

    [Fact]
    public async Task EnqueueAsync_RunsTheItem()
    {
        TaskCompletionSource<int> ran = new();
        await using Subject subject = Create((item, _, _) =>
        {
            ran.SetResult(item);
            return Task.CompletedTask;
        });

        await subject.EnqueueAsync(7);

        Assert.Equal(7, await ran.Task.Within());
    }

    [Fact]
    public async Task EnqueueAsync_ReturnsTheIdOfTheOperation()
    {
        TaskCompletionSource<long> ran = new();
        await using Subject subject = Create((_, operation, _) =>
        {
            ran.SetResult(operation.Id);
            return Task.CompletedTask;
        });

        long id = await subject.EnqueueAsync(1);

        Assert.True(id > 0);
        Assert.Equal(id, await ran.Task.Within());
    }

    [Fact]
    public async Task DrainAsync_WaitsForEveryAcceptedItem()
    {
        int ran = 0;
        await using Subject subject = Create(async (_, _, _) =>
        {
            await Task.Yield();
            Interlocked.Increment(ref ran);
        });

        await subject.EnqueueManyAsync(100);
        await subject.DrainAsync();

        Assert.Equal(100, ran);
        Assert.True(subject.Coordinator.IsDrained);
        Assert.Equal(100, subject.Coordinator.TotalCompleted);
    }

    [Fact]
    public async Task DrainAsync_WithoutComplete_SaysWhatToDo()
    {
        await using Subject subject = Create(_nothing);

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => subject.Coordinator.DrainAsync());

        Assert.Contains("Call Complete before DrainAsync", error.Message);
    }

    [Fact]
    public async Task DrainAsync_Cancelled_EndsOnlyTheWait()
    {
        Gate gate = new();
        await using Subject subject = CreateHeld(gate, One());
        await subject.EnqueueAsync(1);
        subject.Coordinator.Complete();
        using CancellationTokenSource cancellation = new();
        Task drain = subject.Coordinator.DrainAsync(cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drain.Within());
        gate.Open();
        await subject.Coordinator.DrainAsync().Within();
        Assert.Equal(1, subject.Coordinator.TotalCompleted);
    }

    [Fact]
    public async Task Complete_Twice_IsNoError()
    {
        await using Subject subject = Create(_nothing);

        subject.Coordinator.Complete();
        subject.Coordinator.Complete();

        await subject.Coordinator.DrainAsync().Within();
    }

    [Fact]
    public async Task EnqueueAsync_AfterComplete_ThrowsAndNamesTheCoordinator()
    {
        await using Subject subject = Create(_nothing, new() { Name = "thumbnails" });
        subject.Coordinator.Complete();

        CoordinatorCompletedException error = await Assert.ThrowsAsync<CoordinatorCompletedException>(() => subject.EnqueueAsync(1).AsTask());

        Assert.Contains("'thumbnails' was completed at", error.Message);
        Assert.False(subject.TryEnqueue(1));
    }

    [Fact]
    public async Task EnqueueAsync_AfterDispose_ThrowsObjectDisposed()
    {
        Subject subject = Create(_nothing);
        await subject.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => subject.EnqueueAsync(1).AsTask());
        Assert.False(subject.TryEnqueue(1));
    }

    [Fact]
    public async Task BodyThatThrows_FailsItsOperationAndNothingElse()
    {
        await using Subject subject = Create(async (item, _, _) =>
        {
            await Task.Yield();
            if (item == 1) throw new InvalidOperationException("one is wrong");
        });

        await subject.EnqueueManyAsync(3);
        await subject.DrainAsync();

        Assert.Equal(1, subject.Coordinator.TotalFailed);
        Assert.Equal(2, subject.Coordinator.TotalCompleted);
        EphemeralOperationSnapshot failed = Assert.Single(subject.Coordinator.GetFailed());
        Assert.True(failed.IsFaulted);
        Assert.Equal("one is wrong", failed.Error?.Message);
    }

    [Fact]
    public async Task BodyThatThrowsBeforeItsFirstAwait_Fails()
    {
        await using Subject subject = Create((_, _, _) => throw new InvalidOperationException());

        await subject.EnqueueAsync(1);
        await subject.DrainAsync();

        Assert.Equal(1, subject.Coordinator.TotalFailed);
    }

    [Fact]
    public async Task BodyThatReturnsNoTask_Fails()
    {
        await using Subject subject = Create((_, _, _) => null!);

        await subject.EnqueueAsync(1);
        await subject.DrainAsync();

        Assert.Equal(1, subject.Coordinator.TotalFailed);
    }

    [Fact]
    public async Task MaxConcurrency_IsReachedAndNeverExceeded()
    {
        int running = 0;
        int peak = 0;
        Gate gate = new();
        using CountdownEvent three = new(3);
        await using Subject subject = Create(
            async (_, _, ct) =>
            {
                int now = Interlocked.Increment(ref running);
                peak = Math.Max(peak, now);
                if (!three.IsSet) three.Signal();
                if (three.IsSet) gate.Open();
                await gate.WaitAsync(ct);
                Interlocked.Decrement(ref running);
            },
            new() { MaxConcurrency = 3 });

        await subject.EnqueueManyAsync(20);
        await subject.DrainAsync();

        Assert.Equal(3, peak);
    }

    [Fact]
    public async Task FullQueue_MakesEnqueueWait_UntilThereIsRoom()
    {
        Gate gate = new();
        await using Subject subject = CreateHeld(gate, One(capacity: 1));
        await subject.EnqueueAsync(1);
        await gate.Reached;
        await subject.EnqueueAsync(2);

        ValueTask<long> waiting = subject.EnqueueAsync(3);

        Assert.False(waiting.IsCompleted);
        Assert.False(subject.TryEnqueue(4));
        gate.Open();
        Assert.True(await waiting.Within() > 0);
        await subject.DrainAsync();
        Assert.Equal(3, subject.Coordinator.TotalCompleted);
    }

    [Fact]
    public async Task FullQueue_CancelledWait_LosesOnlyTheWaitingItem()
    {
        Gate gate = new();
        await using Subject subject = CreateHeld(gate, One(capacity: 1));
        await subject.EnqueueAsync(1);
        await gate.Reached;
        await subject.EnqueueAsync(2);
        using CancellationTokenSource cancellation = new();
        Task<long> waiting = subject.EnqueueAsync(3, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within());
        gate.Open();
        await subject.DrainAsync();
        Assert.Equal(2, subject.Coordinator.TotalEnqueued);
    }

    [Fact]
    public async Task FullQueue_Reject_ThrowsAndSaysWhatToDo()
    {
        Gate gate = new();
        await using Subject subject = CreateHeld(gate, new() { MaxConcurrency = 1, QueueCapacity = 1, FullMode = QueueFullMode.Reject });
        await subject.EnqueueAsync(1);
        await gate.Reached;
        await subject.EnqueueAsync(2);

        CoordinatorFullException error = await Assert.ThrowsAsync<CoordinatorFullException>(() => subject.EnqueueAsync(3).AsTask());

        Assert.Contains("1 items wait. Raise QueueCapacity", error.Message);
        gate.Open();
    }

    [Theory]
    [InlineData(QueueFullMode.DropOldest, new[] { 1, 3, 4 })]
    [InlineData(QueueFullMode.DropNewest, new[] { 1, 2, 3 })]
    public async Task FullQueue_ThatDrops_SkipsWhatItsModeSays(QueueFullMode mode, int[] expected)
    {
        Gate gate = new();
        List<int> ran = [];
        await using Subject subject = Create(
            async (item, _, ct) =>
            {
                ran.Add(item);
                await gate.WaitAsync(ct);
            },
            new() { MaxConcurrency = 1, QueueCapacity = 2, FullMode = mode });
        await subject.EnqueueAsync(1);
        await gate.Reached;

        for (int i = 2; i <= 4; i++) await subject.EnqueueAsync(i);
        gate.Open();
        await subject.DrainAsync();

        Assert.Equal(expected, ran);
        Assert.Equal(1, subject.Coordinator.TotalSkipped);
        Assert.Single(subject.Coordinator.GetSnapshot(), static operation => operation.IsSkipped);
        AssertConserved(subject.Coordinator.GetMetrics());
    }

    [Fact]
    public async Task Complete_WhileAWriterWaits_RefusesIt()
    {
        Gate gate = new();
        await using Subject subject = CreateHeld(gate, One(capacity: 1));
        await subject.EnqueueAsync(1);
        await gate.Reached;
        await subject.EnqueueAsync(2);
        Task<long> waiting = subject.EnqueueAsync(3).AsTask();

        subject.Coordinator.Complete();

        await Assert.ThrowsAsync<CoordinatorCompletedException>(() => waiting.Within());
        gate.Open();
        await subject.Coordinator.DrainAsync().Within();
        Assert.Equal(2, subject.Coordinator.TotalCompleted);
    }
}
