namespace Ephemeral.Tests.Guarantees;

/// <summary>G6: DisposeAsync stops intake, cancels, waits for running bodies and abandons nothing silently; Dispose does the same without waiting.</summary>
public sealed class G06_DisposeAbandonsNothingSilentlyTests
{
    [Fact]
    public async Task DisposeAsync_WaitsForRunningBodies_AndCountsTheRest()
    {
        int ended = 0;
        Gate gate = new();
        EphemeralWorkCoordinator<int> coordinator = new(
            async (_, ct) =>
            {
                try
                {
                    await gate.WaitAsync(ct);
                }
                finally
                {
                    await Task.Yield();
                    Interlocked.Increment(ref ended);
                }
            },
            new() { MaxConcurrency = 2 });
        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 10));
        await gate.Reached;

        await coordinator.DisposeAsync().Within();

        CoordinatorMetrics counts = coordinator.GetMetrics();
        Assert.Equal((0, 0, 10L), (counts.Active, counts.Pending, counts.Cancelled));
        Assert.True(ended is 1 or 2);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => coordinator.EnqueueAsync(1).AsTask());
    }

    [Fact]
    public async Task Dispose_DoesNotWait_AndTheBodiesStillEnd()
    {
        Gate gate = new();
        TaskCompletionSource cancelled = new();
        EphemeralWorkCoordinator<int> coordinator = new(async (_, ct) =>
        {
            await using CancellationTokenRegistration registration = ct.Register(cancelled.SetResult);
            await gate.WaitAsync(CancellationToken.None);
        });
        await coordinator.EnqueueAsync(1);
        await gate.Reached;

        coordinator.Dispose();

        await cancelled.Task.Within();
        Assert.Equal(1, coordinator.ActiveCount);
        gate.Open();
        await coordinator.DisposeAsync().Within();
        Assert.Equal((0, 1L), (coordinator.ActiveCount, coordinator.TotalCompleted));
    }

    [Fact]
    public async Task DisposeAsync_ReleasesWritersThatWait()
    {
        Gate gate = new();
        EphemeralWorkCoordinator<int> coordinator = new((_, ct) => gate.WaitAsync(ct), new() { MaxConcurrency = 1, QueueCapacity = 1 });
        await coordinator.EnqueueAsync(1);
        await gate.Reached;
        await coordinator.EnqueueAsync(2);
        Task<long> waiting = coordinator.EnqueueAsync(3).AsTask();

        await coordinator.DisposeAsync().Within();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.Within());
    }

    [Fact]
    public async Task DisposeAsync_ThatReachedItsLimit_DoesNotWaitAgain()
    {
        Gate deaf = new();
        ManualTimeProvider time = new();
        EphemeralWorkCoordinator<int> coordinator = new(
            (_, _) => deaf.WaitAsync(CancellationToken.None),
            new() { DisposeTimeout = TimeSpan.FromSeconds(2), TimeProvider = time });
        await coordinator.EnqueueAsync(1).Within();
        await deaf.Reached;
        Task first = coordinator.DisposeAsync().AsTask();
        Assert.False(first.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        await first.Within();

        await coordinator.DisposeAsync().Within();

        Assert.Equal(1, coordinator.ActiveCount);
        deaf.Open();
    }
}
