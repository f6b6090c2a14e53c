namespace Ephemeral.Tests.Coordinators;

public sealed class EphemeralResultCoordinatorTests
{
    [Fact]
    public async Task WaitForResult_OfAPendingOperation_DeliversItsResult()
    {
        Gate gate = new();
        await using EphemeralResultCoordinator<int, string> coordinator = new(async (item, ct) =>
        {
            await gate.WaitAsync(ct);
            return $"result {item}";
        });
        long id = await coordinator.EnqueueAsync(7);

        Task<EphemeralOperationSnapshot<string>> waiting = coordinator.WaitForResult(id);
        Assert.False(waiting.IsCompleted);
        gate.Open();

        EphemeralOperationSnapshot<string> snapshot = await waiting.Within();
        Assert.Equal((true, "result 7", id), (snapshot.HasResult, snapshot.Result, snapshot.OperationId));
        Assert.Equal(snapshot, await coordinator.WaitForResult(id).Within());
    }

    [Fact]
    public async Task WaitForResult_IsDelivered_EvenIfTheOperationLeavesTheWindow()
    {
        Gate gate = new();
        await using EphemeralResultCoordinator<int, int> coordinator = new(
            async (item, ct) =>
            {
                if (item == 0) await gate.WaitAsync(ct);
                return item;
            },
            new() { MaxConcurrency = 1, MaxTrackedOperations = 1 });
        long id = await coordinator.EnqueueAsync(0);
        Task<EphemeralOperationSnapshot<int>> waiting = coordinator.WaitForResult(id);
        await coordinator.EnqueueManyAsync(Enumerable.Range(1, 10));

        gate.Open();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.True((await waiting.Within()).HasResult);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => coordinator.WaitForResult(id));
    }

    [Fact]
    public async Task WaitForResult_OfAFailure_HasTheError()
    {
        await using EphemeralResultCoordinator<int, int> coordinator = new(static (_, _) => throw new FormatException("bad"));

        EphemeralOperationSnapshot<int> snapshot = await coordinator.WaitForResult(await coordinator.EnqueueAsync(1)).Within();

        Assert.Equal((false, "bad", true), (snapshot.HasResult, snapshot.Error?.Message, snapshot.IsFaulted));
    }

    [Fact]
    public async Task WaitForResult_OfAbandonedItems_EndsWithoutAResult()
    {
        await using EphemeralResultCoordinator<int, int> coordinator = new(static (item, _) => Task.FromResult(item));
        coordinator.Pause();
        Task<EphemeralOperationSnapshot<int>> killed = coordinator.WaitForResult(await coordinator.EnqueueAsync(1));
        Task<EphemeralOperationSnapshot<int>> cancelled = coordinator.WaitForResult(await coordinator.EnqueueAsync(2));

        coordinator.TryKill((await coordinator.EnqueueAsync(3)) - 2);
        coordinator.Cancel();

        Assert.Equal((false, true), ((await killed.Within()).HasResult, (await cancelled.Within()).IsCancelled));
    }

    [Fact]
    public async Task WaitForResult_Cancelled_EndsOnlyTheWait()
    {
        Gate gate = new();
        await using EphemeralResultCoordinator<int, int> coordinator = new(async (item, ct) =>
        {
            await gate.WaitAsync(ct);
            return item;
        });
        long id = await coordinator.EnqueueAsync(1);
        using CancellationTokenSource cancellation = new();
        Task waiting = coordinator.WaitForResult(id, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Within());
        gate.Open();
        Assert.True((await coordinator.WaitForResult(id).Within()).HasResult);
    }

    [Fact]
    public async Task UnknownId_IsNotFound()
    {
        await using EphemeralResultCoordinator<int, int> coordinator = new(static (item, _) => Task.FromResult(item), new() { Name = "fetch" });

        KeyNotFoundException error = await Assert.ThrowsAsync<KeyNotFoundException>(() => coordinator.WaitForResult(12));

        Assert.StartsWith("The coordinator 'fetch' knows no operation 12.", error.Message);
    }

    [Fact]
    public async Task Results_AndSnapshots_AreThoseOfTheWindow()
    {
        await using EphemeralResultCoordinator<int, int> coordinator = new(
            static (item, _) => item == 2 ? throw new InvalidOperationException() : Task.FromResult(item * 10),
            new() { MaxConcurrency = 1 });

        await coordinator.EnqueueManyAsync([1, 2, 3]);
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal([10, 30], coordinator.GetResults());
        Assert.Equal([10, 0, 30], coordinator.GetSnapshot().Select(static operation => operation.Result));
        Assert.Equal([true, false, true], coordinator.GetCompleted().Select(static operation => operation.HasResult));
        Assert.Equal([10, 30], coordinator.GetSuccessful().Select(static operation => operation.Result));
        Assert.True(Assert.Single(coordinator.GetFailed()).IsFaulted);
        Assert.Equal(3, coordinator.GetBaseSnapshot().Count);
        Assert.Empty(coordinator.GetRunning());
    }
}
