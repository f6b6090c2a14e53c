namespace Ephemeral.Tests.Guarantees;

/// <summary>G22: nothing grows without bound: keys, tasks, windows, waiters.</summary>
[Collection("Allocations")]
public sealed class G22_NothingGrowsTests
{
    [Fact]
    public async Task Keys_AreForgottenWithTheirLastItem()
    {
        Observer observer = new();
        await using EphemeralKeyedWorkCoordinator<int, int> coordinator = new(
            static item => item,
            static (_, _) => Task.CompletedTask,
            new() { Observer = observer });

        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 50_000));
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal(0, observer.Coordinator?.ActiveKeys);
    }

    [Fact]
    public async Task AMillionItems_LeaveNoMoreThanTheWindow()
    {
        await using EphemeralWorkCoordinator<byte[]> coordinator = new(static (_, _) => Task.CompletedTask, new() { MaxConcurrency = 2 });
        byte[] item = new byte[16];
        for (int i = 0; i < 10_000; i++) await coordinator.EnqueueAsync(item);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < 1_000_000; i++) await coordinator.EnqueueAsync(item);

        long after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(after - before <= 1_000_000, $"{after - before:N0} bytes more live memory after a million items.");
    }

    [Fact]
    public async Task CancelledWaiters_LeaveNothingBehind()
    {
        Gate gate = new();
        await using EphemeralWorkCoordinator<int> coordinator = new((_, ct) => gate.WaitAsync(ct), new() { MaxConcurrency = 1, QueueCapacity = 1 });
        await coordinator.EnqueueAsync(0);
        await gate.Reached;
        await coordinator.EnqueueAsync(1);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < 20_000; i++)
        {
            using CancellationTokenSource cancellation = new();
            ValueTask<long> waiting = coordinator.EnqueueAsync(i, cancellation.Token);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask());
        }

        long after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(after - before <= 1_000_000, $"{after - before:N0} bytes more live memory after 20,000 cancelled waits.");
        gate.Open();
    }

    private sealed class Observer : EphemeralObserver
    {
        public ObservedCoordinator? Coordinator { get; private set; }

        public override void CoordinatorCreated(ObservedCoordinator coordinator) => Coordinator = coordinator;
    }
}
