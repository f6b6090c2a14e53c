namespace Ephemeral.Atoms.Tests.Guarantees;

/// <summary>G25: batches never exceed their size; a failing batch is reported and not lost silently; dispose flushes.</summary>
public sealed class G25_BatchesTests
{
    [Fact]
    public async Task NoBatchExceedsItsSize_WhoeverAdds()
    {
        List<int> sizes = [];
        await using BatchingAtom<int> atom = new(
            (batch, _) =>
            {
                lock (sizes) sizes.Add(batch.Count);
                return Task.CompletedTask;
            },
            batchSize: 10,
            timeout: TimeSpan.FromMilliseconds(1),
            new() { MaxConcurrency = 4 });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 5_000; i++) await atom.AddAsync(i);
        }))).Within();
        await atom.DrainAsync().Within();

        Assert.Equal(40_000, sizes.Sum());
        Assert.All(sizes, static size => Assert.InRange(size, 1, 10));
    }

    [Fact]
    public async Task AFailingBatch_IsReportedWithItsItems()
    {
        List<BatchFailure<int>> failures = [];
        await using BatchingAtom<int> atom = new(static (batch, _) => batch.Contains(3) ? throw new InvalidOperationException("three") : Task.CompletedTask, batchSize: 2);
        atom.BatchFailed += failures.Add;
        for (int i = 0; i < 6; i++) await atom.AddAsync(i);

        await atom.DrainAsync().Within();

        Assert.Equal([2, 3], Assert.Single(failures).Items);
        Assert.Equal((1L, 2L), (atom.TotalFailed, atom.Stats().Completed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_ProcessesTheRest(bool isAsync)
    {
        TaskCompletionSource<IReadOnlyList<int>> processed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        BatchingAtom<int> atom = new(
            (batch, _) =>
            {
                processed.SetResult(batch);
                return Task.CompletedTask;
            },
            batchSize: 100,
            timeout: TimeSpan.FromDays(1));
        for (int i = 0; i < 7; i++) await atom.AddAsync(i);

        if (isAsync) await atom.DisposeAsync().Within();
        else atom.Dispose();

        Assert.Equal(Enumerable.Range(0, 7), await processed.Task.Within());
    }

    [Fact]
    public async Task Dispose_WhileOthersAdd_ProcessesAllThatWasAccepted()
    {
        for (int round = 0; round < 100; round++)
        {
            int accepted = 0;
            int processed = 0;
            BatchingAtom<int> atom = new(
                (batch, _) =>
                {
                    Interlocked.Add(ref processed, batch.Count);
                    return Task.CompletedTask;
                },
                batchSize: 3,
                timeout: TimeSpan.FromDays(1),
                new() { MaxWaitingBatches = 2 });
            Task[] adding = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(AddUntilRefusedAsync))];
            await atom.AddAsync(1);
            Interlocked.Increment(ref accepted);

            await atom.DisposeAsync().Within();
            await Task.WhenAll(adding).Within();

            Assert.Equal(accepted, processed);

            async Task AddUntilRefusedAsync()
            {
                try
                {
                    while (true)
                    {
                        await atom.AddAsync(1);
                        Interlocked.Increment(ref accepted);
                    }
                }
                catch (ObjectDisposedException)
                {
                    // What was to be waited for.
                }
            }
        }
    }
}
