namespace Ephemeral.Tests.Coordinators;

/// <summary>A flush ends when everything accepted before it has ended, whatever comes after and however the items end.</summary>
public sealed class FlushTests
{
    [Theory]
    [InlineData(QueueFullMode.DropOldest)]
    [InlineData(QueueFullMode.DropNewest)]
    [InlineData(QueueFullMode.Reject)]
    public async Task Flushes_OfARandomHistory_EndWithTheLastOfTheirItems(QueueFullMode mode)
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        Dictionary<long, TaskCompletionSource> bodies = [];
        HashSet<long> left = []; // accepted and not ended
        List<(Task Task, HashSet<long> Items)> flushes = [];
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, operation, token) =>
            {
                lock (bodies) return BodyOf(operation.Id).Task.WaitAsync(token);
            },
            new() { MaxConcurrency = 3, QueueCapacity = 4, FullMode = mode, MaxTrackedOperations = 1_000 });

        for (int step = 0; step < 400; step++)
        {
            switch (random.Next(5))
            {
                case 0 or 1:
                    if (coordinator.TryEnqueue(step, out long id)) left.Add(id);
                    break;
                case 2 when left.Count > 0:
                    long any = left.ElementAt(random.Next(left.Count));
                    if (coordinator.TryKill(any)) Finish(any);
                    break;
                case 3 when coordinator.GetRunning().FirstOrDefault() is { } running:
                    Finish(running.Id);
                    break;
                default:
                    flushes.Add((coordinator.FlushAsync(), [.. StillLeft()]));
                    break;
            }

            List<HashSet<long>> flushed = [.. flushes.Where(static flush => flush.Task.IsCompleted).Select(static flush => flush.Items)];
            HashSet<long> now = StillLeft(); // after: bodies end meanwhile
            Assert.False(flushed.Exists(now.Overlaps), $"A flush ended before its items. Seed {seed}, step {step}.");
        }

        lock (bodies)
            foreach (long id in left) BodyOf(id).TrySetResult();

        await Task.WhenAll(flushes.Select(static flush => flush.Task)).Within();
        coordinator.Complete();
        await coordinator.DrainAsync().Within(); // what came after the last flush
        Assert.True(coordinator.GetMetrics() is { Pending: 0, Active: 0 }, $"Something is left. Seed {seed}.");

        HashSet<long> StillLeft()
        {
            HashSet<long> ended = [.. coordinator.GetCompleted().Select(static snapshot => snapshot.Id)];
            return [.. left.Where(id => !ended.Contains(id) && coordinator.TryGetOperation(id) is not null)];
        }

        void Finish(long id)
        {
            lock (bodies) BodyOf(id).TrySetResult();
        }

        TaskCompletionSource BodyOf(long id)
        {
            if (!bodies.TryGetValue(id, out TaskCompletionSource? body)) bodies[id] = body = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return body;
        }
    }

    [Fact]
    public async Task Flush_EndsWhenWaitingItemsAreDroppedCancelledOrKilled()
    {
        Gate held = new();
        await using EphemeralWorkCoordinator<int> coordinator = new((_, token) => held.WaitAsync(token), new() { MaxConcurrency = 1 });
        long running = await coordinator.EnqueueAsync(0);
        await held.Reached;
        long waiting = await coordinator.EnqueueAsync(1);
        Task flush = coordinator.FlushAsync();

        coordinator.TryKill(waiting);
        Assert.False(flush.IsCompleted);
        Assert.NotEqual(0, running);
        coordinator.Cancel();

        await flush.Within();
        Assert.True(coordinator.FlushAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Flush_OfAPausedCoordinator_WaitsForTheResume()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask);
        coordinator.Pause();
        await coordinator.EnqueueAsync(0);

        Task flush = coordinator.FlushAsync();
        Assert.False(flush.IsCompleted);
        coordinator.Resume();

        await flush.Within();
    }
}
