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

    private sealed class BadKey
    {
        public override bool Equals(object? obj) => throw new NotSupportedException();

        public override int GetHashCode() => throw new NotSupportedException();
    }
}
