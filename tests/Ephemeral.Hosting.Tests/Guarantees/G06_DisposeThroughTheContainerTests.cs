using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Tests.Guarantees;

/// <summary>G6, through a container: disposing it stops intake, cancels, waits for running bodies and abandons nothing silently.</summary>
public sealed class G06_DisposeThroughTheContainerTests
{
    private readonly Gate _gate = new();
    private readonly Gate _ending = new();
    private readonly ServiceCollection _services = new();

    [Fact]
    public async Task DisposeAsync_WaitsForRunningBodies_AndCountsTheRest()
    {
        (ServiceProvider provider, EphemeralWorkCoordinator<int> coordinator) = await BusyAsync();

        Task disposed = provider.DisposeAsync().AsTask();
        await _ending.Reached;
        Assert.False(disposed.IsCompleted);
        _ending.Open();
        await disposed.Within();

        Assert.Equal((0, 0, 3L), (coordinator.ActiveCount, coordinator.PendingCount, coordinator.TotalCancelled));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => coordinator.EnqueueAsync(1).AsTask());
        Assert.False(coordinator.TryEnqueue(1));
    }

    [Fact]
    public async Task Dispose_DoesTheSame_WithoutWaiting_AndDoesNotThrow()
    {
        (ServiceProvider provider, EphemeralWorkCoordinator<int> coordinator) = await BusyAsync();

        provider.Dispose();

        Assert.True(coordinator.IsCompleted);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => coordinator.EnqueueAsync(1).AsTask());
        await _ending.Reached;
        Assert.Equal(1, coordinator.ActiveCount);
        _ending.Open();
        await coordinator.DisposeAsync().AsTask().Within();
        Assert.Equal((0, 3L), (coordinator.ActiveCount, coordinator.TotalCancelled));
    }

    private async Task<(ServiceProvider Provider, EphemeralWorkCoordinator<int> Coordinator)> BusyAsync()
    {
        _services.AddCoordinator<int>(
            async (_, ct) =>
            {
                try
                {
                    await _gate.WaitAsync(ct);
                }
                finally
                {
                    await _ending.WaitAsync();
                }
            },
            new() { MaxConcurrency = 1 });
        ServiceProvider provider = _services.BuildServiceProvider();
        EphemeralWorkCoordinator<int> coordinator = provider.GetRequiredService<EphemeralWorkCoordinator<int>>();
        await coordinator.EnqueueManyAsync([1, 2, 3]).AsTask().Within();
        await _gate.Reached;
        return (provider, coordinator);
    }
}
