namespace Ephemeral.Atoms.Tests.Guarantees;

/// <summary>G10: pipelines drain what they accepted.</summary>
public sealed class G10_PipelinesDrainTests
{
    [Fact]
    public async Task APipelineOfAtoms_DrainsSixtyOfSixty()
    {
        List<int> stored = [];
        await using BatchingAtom<int> store = new(
            (batch, _) =>
            {
                stored.AddRange(batch);
                return Task.CompletedTask;
            },
            batchSize: 8,
            timeout: TimeSpan.FromHours(1),
            new() { MaxWaitingBatches = 1 });
        int sent = 0;
        await using RetryAtom<int> send = new(
            async (item, ct) =>
            {
                if (Interlocked.Increment(ref sent) % 3 == 0) throw new InvalidOperationException("every third attempt");
                await store.AddAsync(item, ct);
            },
            maxRetries: 1_000,
            initialDelay: TimeSpan.Zero,
            backoffMultiplier: 1);
        await using KeyedSequentialAtom<int, int> group = new(static item => item % 5, async (item, ct) => await send.EnqueueAsync(item, ct));
        await using FixedWorkAtom<int> parse = new(async (item, ct) => await group.EnqueueAsync(item, ct), maxConcurrency: 4);

        for (int i = 0; i < 60; i++) await parse.EnqueueAsync(i);
        await parse.DrainAsync().Within();
        await group.DrainAsync().Within();
        await send.DrainAsync().Within();
        await store.DrainAsync().Within();

        Assert.Equal(Enumerable.Range(0, 60), stored.Order());
    }
}
