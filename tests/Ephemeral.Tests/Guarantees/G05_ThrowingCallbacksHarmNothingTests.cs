namespace Ephemeral.Tests.Guarantees;

/// <summary>G5: a throwing callback harms nothing else; it is counted.</summary>
public sealed class G05_ThrowingCallbacksHarmNothingTests
{
    [Fact]
    public async Task AllItemsRun_AndDrainEnds_WhateverCallbacksThrow()
    {
        SignalSink sink = new();
        sink.Subscribe(static _ => throw new InvalidOperationException());
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, operation, _) =>
            {
                operation.Signal("x");
                return Task.CompletedTask;
            },
            new()
            {
                Signals = sink,
                MaxConcurrency = 2,
                MaxTrackedOperations = 10,
                OnSample = static _ => throw new InvalidOperationException(),
                OnSignal = static _ => throw new InvalidOperationException(),
            });
        coordinator.OperationFinalized += static _ => throw new InvalidOperationException();
        int finalized = 0;
        coordinator.OperationFinalized += _ => Interlocked.Increment(ref finalized);

        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 50));
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal(50, coordinator.TotalCompleted);
        Assert.Equal(40, finalized);
        Assert.Equal(50 + 50 + 40, coordinator.CallbackFailures);
        Assert.Equal(50, sink.CallbackFailures);
    }

    [Fact]
    public async Task AThrowingKeySelector_IsTheCallersError_AndNothingIsLost()
    {
        await using EphemeralKeyedWorkCoordinator<int, string> coordinator = new(
            static item => item switch { 0 => throw new FormatException("no key"), 1 => null!, _ => "k" },
            static (_, _) => Task.CompletedTask);

        Assert.Throws<FormatException>(() => { _ = coordinator.EnqueueAsync(0); });
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => { _ = coordinator.EnqueueAsync(1); });
        await coordinator.EnqueueAsync(2);
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Contains("returned null for an item", error.Message);
        Assert.Equal((1L, 1L), (coordinator.TotalEnqueued, coordinator.TotalCompleted));
    }

    [Fact]
    public async Task AKeyWhoseEqualityThrows_IsTheCallersError_AndNothingIsLost()
    {
        await using EphemeralKeyedWorkCoordinator<BadKey, BadKey> coordinator = new(static item => item, static (_, _) => Task.CompletedTask);

        Assert.Throws<NotSupportedException>(() => { _ = coordinator.EnqueueAsync(new BadKey()); });
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal(0, coordinator.TotalEnqueued);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AKeyWhoseHashThrowsWhenItIsForgotten_HarmsNoOther_AndIsCounted(bool withLanes)
    {
        Gate gate = new();
        FadingKey fading = new();
        Func<FadingKey, CancellationToken, Task> body = (_, ct) => gate.WaitAsync(ct);
        EphemeralOptions options = new() { MaxConcurrency = 1 };
        await using CoordinatorBase coordinator = withLanes
            ? new PriorityKeyedWorkCoordinator<FadingKey, FadingKey>(new(static key => key, body, null, options))
            : new EphemeralKeyedWorkCoordinator<FadingKey, FadingKey>(static key => key, body, options);
        Func<FadingKey, ValueTask<long>> enqueue = coordinator is EphemeralKeyedWorkCoordinator<FadingKey, FadingKey> keyed
            ? key => keyed.EnqueueAsync(key)
            : key => ((PriorityKeyedWorkCoordinator<FadingKey, FadingKey>)coordinator).EnqueueAsync(key);
        await enqueue(fading);
        await enqueue(new FadingKey());
        await gate.Reached;

        fading.Throws = true;
        gate.Open();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal((2, 1), (coordinator.TotalCompleted, coordinator.CallbackFailures));
    }

    [Fact]
    public async Task AHandlerThatMakesOperationsLeaveForEver_IsCut_AndCounted()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new() { QueueCapacity = 1, MaxTrackedOperations = 1, FullMode = QueueFullMode.DropOldest });
        coordinator.Pause();
        coordinator.OperationFinalized += _ => coordinator.TryEnqueue(0);

        for (int i = 0; i < 3; i++) coordinator.TryEnqueue(i);

        Assert.Equal(1, coordinator.CallbackFailures);
        Assert.Equal(coordinator.TotalEnqueued - 1, coordinator.TotalSkipped);
    }

    /// <summary>A key that can be queued but not forgotten.</summary>
    private sealed class FadingKey
    {
        public bool Throws { get; set; }

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        public override int GetHashCode() => Throws ? throw new NotSupportedException() : 1;
    }

    private sealed class BadKey
    {
        public override bool Equals(object? obj) => throw new NotSupportedException();

        public override int GetHashCode() => throw new NotSupportedException();
    }
}
