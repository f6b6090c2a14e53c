namespace Ephemeral.Tests.Guarantees;

/// <summary>G2: a body that blocks or computes does not serialise the coordinator.</summary>
public sealed class G02_BlockingBodiesRunInParallelTests
{
    [Fact]
    public async Task BodiesThatBlockTheirThread_RunUpToTheLimitAtOnce()
    {
        using Barrier together = new(4);
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, ct) =>
            {
                Assert.True(together.SignalAndWait(TestTimeout.Limit, ct)); // passes only when four bodies block at the same time
                return Task.CompletedTask;
            },
            new() { MaxConcurrency = 4 });

        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 8));
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal(8, coordinator.TotalCompleted);
    }
}
