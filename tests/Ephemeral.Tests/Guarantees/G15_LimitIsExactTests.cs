namespace Ephemeral.Tests.Guarantees;

/// <summary>G15: SetMaxConcurrency is exact after running work settles, however often it changes.</summary>
public sealed class G15_LimitIsExactTests
{
    [Fact]
    public async Task AfterManyChanges_NoMoreThanTheLimitRun()
    {
        int running = 0;
        int excess = 0;
        int limit = 8;
        int accepted = 0;
        EndCounter ended = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            async (_, _) =>
            {
                int now = Interlocked.Increment(ref running);
                await Task.Yield();
                if (now > Volatile.Read(ref limit)) Interlocked.Increment(ref excess);
                Interlocked.Decrement(ref running);
            },
            new() { MaxConcurrency = 8, EnableDynamicConcurrency = true, OnSample = ended.OnSample });
        Random random = new(20261121);

        for (int round = 0; round < 50; round++)
        {
            int next = random.Next(1, 9);
            await ended.Reached(accepted); // the running work has settled
            Volatile.Write(ref limit, next);
            for (int i = 0; i < 5; i++) coordinator.SetMaxConcurrency(random.Next(1, 9));
            coordinator.SetMaxConcurrency(next);
            accepted += await coordinator.EnqueueManyAsync(Enumerable.Range(0, 40));
        }

        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        Assert.Equal((0, 2_000L), (excess, coordinator.TotalCompleted));
    }

    [Fact]
    public async Task LoweredWhileWorkRuns_ItSettlesToTheNewLimit()
    {
        Gate[] gates = [.. Enumerable.Range(0, 12).Select(static _ => new Gate())];
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (item, ct) => gates[item].WaitAsync(ct),
            new() { MaxConcurrency = 8, EnableDynamicConcurrency = true });
        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 12));
        await Task.WhenAll(gates[..8].Select(static gate => gate.Reached));

        coordinator.SetMaxConcurrency(2);
        foreach (Gate gate in gates[..7]) gate.Open();

        await gates[8].Reached;
        Assert.False(gates[9].IsReached);
        Assert.Equal(2, coordinator.ActiveCount);
        foreach (Gate gate in gates) gate.Open();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
    }
}
