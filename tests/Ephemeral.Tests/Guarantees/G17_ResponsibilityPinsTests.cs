namespace Ephemeral.Tests.Guarantees;

/// <summary>G17: the announcement does not acknowledge itself, and the longest pin is kept without traffic.</summary>
public sealed class G17_ResponsibilityPinsTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<long> _left = [];
    private readonly SignalSink _sink;

    public G17_ResponsibilityPinsTests() => _sink = new(timeProvider: _time);

    [Fact]
    public async Task TheAnnouncement_DoesNotAcknowledgeItself()
    {
        await using EphemeralWorkCoordinator<int> coordinator = Create();
        using ResponsibilitySignalManager manager = new(coordinator, _sink);
        long id = await RunAsync(coordinator);
        Assert.True(manager.PinUntilQueried(id, "file.ready", ackKey: "f1"));

        _sink.Raise("file.ready", key: "f1");
        await RunAsync(coordinator);
        Assert.Equal(1, manager.PendingCount);
        Assert.DoesNotContain(id, _left);
        _sink.Raise("file.ready.ack", key: "f1");

        Assert.Equal([id], _left);
    }

    [Fact]
    public async Task TheLongestPin_IsKeptWithoutTraffic()
    {
        await using EphemeralWorkCoordinator<int> coordinator = Create();
        using ResponsibilitySignalManager manager = new(coordinator, _sink, maxPinDuration: TimeSpan.FromMilliseconds(200));
        long id = await RunAsync(coordinator);
        manager.PinUntilQueried(id);
        await RunAsync(coordinator);

        _time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Empty(_left);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([id], _left);
        Assert.Equal(0, manager.PendingCount);
    }

    [Fact]
    public async Task AKilledOrEvictedOperation_IsNotHeldAnyMore()
    {
        await using EphemeralWorkCoordinator<int> coordinator = Create();
        using ResponsibilitySignalManager manager = new(coordinator, _sink);
        long killed = await RunAsync(coordinator);
        manager.PinUntilQueried(killed);
        long evicted = await RunAsync(coordinator);
        manager.PinUntilQueried(evicted);

        coordinator.TryKill(killed);
        coordinator.Evict(evicted);

        Assert.Equal((0, 0L), (manager.PendingCount, coordinator.CallbackFailures));
    }

    [Fact]
    public async Task AsManyAreHeldAsMayBePinned_TheRestIsRefusedAndCounted()
    {
        await using EphemeralWorkCoordinator<int> coordinator = Create();
        using ResponsibilitySignalManager manager = new(coordinator, _sink);
        coordinator.Pause();
        List<bool> pinned = [];
        for (int i = 0; i < 12; i++) pinned.Add(manager.PinUntilQueried(await coordinator.EnqueueAsync(i)));

        Assert.Equal([.. Enumerable.Repeat(true, 10), false, false], pinned);
        Assert.Equal((10, 2L), (manager.PendingCount, manager.RefusedCount));
    }

    [Fact]
    public async Task UnderLoad_EveryPinEndsOnce_AndDisposeLeavesNone()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { MaxTrackedOperations = 100, QueueCapacity = 2_000, TimeProvider = _time });
        ResponsibilitySignalManager manager = new(coordinator, _sink, TimeSpan.FromMinutes(1));
        coordinator.Pause();
        long[] ids = new long[800];
        for (int i = 0; i < ids.Length; i++) ids[i] = await coordinator.EnqueueAsync(i);
        Task[] work =
        [
            .. Enumerable.Range(0, 4).Select(part => Task.Run(() =>
            {
                foreach (long id in ids.Where(id => id % 4 == part)) manager.PinUntilQueried(id, "done", $"{id}");
            })),
            .. Enumerable.Range(0, 4).Select(part => Task.Run(() =>
            {
                foreach (long id in ids.Where(id => (id + 1) % 4 == part)) _sink.Raise("done.ack", $"{id}");
            })),
            Task.Run(() => _time.Advance(TimeSpan.FromMinutes(1))),
        ];
        await Task.WhenAll(work).Within();

        manager.Dispose();
        coordinator.Resume();
        await coordinator.FlushAsync().Within();

        Assert.Equal(0, manager.PendingCount);
        Assert.DoesNotContain(coordinator.GetSnapshot(), static operation => operation.IsPinned);
        Assert.Equal(100, coordinator.GetSnapshot().Count);
        Assert.Equal(0, _sink.SubscribersOf("done.ack"));
    }

    private static async Task<long> RunAsync(EphemeralWorkCoordinator<int> coordinator)
    {
        long id = await coordinator.EnqueueAsync(0);
        await coordinator.FlushAsync().Within();
        return id;
    }

    private EphemeralWorkCoordinator<int> Create()
    {
        EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { MaxConcurrency = 1, MaxTrackedOperations = 1, TimeProvider = _time });
        coordinator.OperationFinalized += snapshot => _left.Add(snapshot.Id);
        return coordinator;
    }
}
