namespace Ephemeral.Tests.Documents;

/// <summary>Article, "Concurrency Control" and "Production Optimisations".</summary>
public sealed class ArticleConcurrencyTests
{
    private readonly HeldWork _work = new();

    [Fact]
    public async Task ConcurrencyControl_DynamicConcurrencyAdjustment()
    {
        Func<int, CancellationToken, Task> body = (item, ct) => _work.RunAsync($"{item}", ct);

        await using var coordinator = new EphemeralWorkCoordinator<int>(body,
            new EphemeralOptions
            {
                MaxConcurrency = 4,
                EnableDynamicConcurrency = true
            });
        await coordinator.EnqueueManyAsync(Enumerable.Range(0, 30));
        await _work.Reached(4);
        Assert.Equal(4, coordinator.ActiveCount);

        coordinator.SetMaxConcurrency(16);
        await _work.Reached(16);
        Assert.Equal(16, coordinator.ActiveCount);

        coordinator.SetMaxConcurrency(2);
        for (int i = 0; i < 15; i++) _work.Release($"{i}");
        await _work.Reached(17);
        Assert.Equal((2, 13), (coordinator.ActiveCount, coordinator.PendingCount));
    }

    [Fact]
    public async Task ConcurrencyControl_FixedConcurrencyGate_CannotBeAdjusted()
    {
        FixedConcurrencyGate gate = new(1);
        await gate.WaitAsync(CancellationToken.None);

        Task second = gate.WaitAsync(CancellationToken.None).AsTask();

        Assert.False(second.IsCompleted);
        Assert.ThrowsAny<Exception>(() => gate.UpdateLimit(2));
        gate.Release();
        await second.Within();
    }

    [Fact]
    public async Task ConcurrencyControl_AdjustableConcurrencyGate_SupportsUpdateLimit()
    {
        AdjustableConcurrencyGate gate = new(1);
        await gate.WaitAsync(CancellationToken.None);
        Task second = gate.WaitAsync(CancellationToken.None).AsTask();
        Task third = gate.WaitAsync(CancellationToken.None).AsTask();

        gate.UpdateLimit(2);

        await second.Within();
        Assert.False(third.IsCompleted);
        gate.Release();
        await third.Within();
    }

    [Fact]
    public void ProductionOptimisations_FastIdGeneration()
    {
        long[] ids = new long[20_000];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++) ids[i] = EphemeralIdGenerator.NextId();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Parallel.For(1_000, ids.Length, i => ids[i] = EphemeralIdGenerator.NextId());

        Assert.Equal(0, allocated);
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, static id => Assert.True(id > 0));
    }

    [Fact]
    public async Task ProductionOptimisations_DrainEndsWithTheLastBody_NotWithTheLastItem()
    {
        await using EphemeralWorkCoordinator<string> coordinator = new((item, ct) => _work.RunAsync(item, ct), new() { MaxConcurrency = 2 });
        await coordinator.EnqueueManyAsync(["first", "last"]);
        coordinator.Complete();
        Task drained = coordinator.DrainAsync();
        await _work.Reached(2);

        _work.Release("last");
        Assert.False(drained.IsCompleted);
        _work.Release("first");

        await drained.Within();
        Assert.True(coordinator.IsDrained);
    }
}
