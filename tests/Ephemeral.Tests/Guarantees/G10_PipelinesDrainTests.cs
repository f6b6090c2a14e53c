namespace Ephemeral.Tests.Guarantees;

/// <summary>G10: pipelines drain what they accepted.</summary>
public sealed class G10_PipelinesDrainTests
{
    [Fact]
    public async Task TwoStages_RunEveryItem_WhenTheyAreDrainedInOrder()
    {
        int stored = 0;
        await using EphemeralKeyedWorkCoordinator<int, int> second = new(
            static item => item % 4,
            async (_, _) =>
            {
                await Task.Yield();
                Interlocked.Increment(ref stored);
            },
            new() { MaxConcurrency = 2, QueueCapacity = 4 });
        await using EphemeralWorkCoordinator<int> first = new(
            async (item, ct) => await second.EnqueueAsync(item, ct),
            new() { MaxConcurrency = 3, QueueCapacity = 8 });

        await first.EnqueueManyAsync(Enumerable.Range(0, 60));
        first.Complete();
        await first.DrainAsync().Within();
        second.Complete();
        await second.DrainAsync().Within();

        Assert.Equal(60, stored);
    }

    [Fact]
    public async Task AnAsynchronousSource_IsRunToItsEnd_ThenDrained()
    {
        int ran = 0;
        await using EphemeralWorkCoordinator<int> coordinator = EphemeralWorkCoordinator<int>.FromAsyncEnumerable(
            Numbers(60),
            (_, _) =>
            {
                Interlocked.Increment(ref ran);
                return Task.CompletedTask;
            },
            new() { QueueCapacity = 2 });

        await coordinator.DrainAsync().Within();

        Assert.Equal(60, ran);
        Assert.True(coordinator.IsCompleted);
    }

    [Fact]
    public async Task AnAsynchronousSourceThatThrows_RunsWhatItGave_AndSurfacesInDrain()
    {
        await using EphemeralWorkCoordinator<int> coordinator = EphemeralWorkCoordinator<int>.FromAsyncEnumerable(
            Numbers(10, failAt: 5),
            static (_, _) => Task.CompletedTask);

        FormatException error = await Assert.ThrowsAsync<FormatException>(() => coordinator.DrainAsync().Within());

        Assert.Equal("source", error.Message);
        await coordinator.DisposeAsync().Within();
        Assert.Equal(5, coordinator.TotalEnqueued);
    }

    private static async IAsyncEnumerable<int> Numbers(int count, int failAt = int.MaxValue)
    {
        for (int i = 0; i < count; i++)
        {
            if (i == failAt) throw new FormatException("source");
            await Task.Yield();
            yield return i;
        }
    }
}
