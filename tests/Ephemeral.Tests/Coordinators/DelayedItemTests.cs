namespace Ephemeral.Tests.Coordinators;

/// <summary>EnqueueDelayedAsync and TryStartNow: an item that is delayed is pending, holds no slot, and starts in its time.</summary>
public sealed class DelayedItemTests
{
    private static readonly TimeSpan _delay = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider _time = new();
    private readonly EndCounter _ends = new();
    private readonly List<int> _ran = [];

    [Fact]
    public async Task ADelayedItem_StartsWhenItsTimeComes_AndOthersRunMeanwhile()
    {
        await using EphemeralWorkCoordinator<int> coordinator = Create();
        await coordinator.EnqueueDelayedAsync(1, _delay);
        await coordinator.EnqueueAsync(2);
        await _ends.Reached(1);
        _time.Advance(_delay - TimeSpan.FromTicks(1));
        Assert.Equal((1, 0), (coordinator.PendingCount, coordinator.ActiveCount));

        _time.Advance(TimeSpan.FromTicks(1));
        await _ends.Reached(2);

        Assert.Equal([2, 1], _ran);
    }

    [Fact]
    public async Task TryStartNow_EndsTheDelay_Once()
    {
        await using EphemeralWorkCoordinator<int> coordinator = Create();
        long id = await coordinator.EnqueueDelayedAsync(1, _delay);

        Assert.True(coordinator.TryStartNow(id));
        await _ends.Reached(1);

        Assert.False(coordinator.TryStartNow(id));
        Assert.False(coordinator.TryStartNow(0));
        _time.Advance(_delay);
        Assert.Equal([1], _ran);
        Assert.Equal(1, _time.ActiveTimers); // the window's
    }

    [Fact]
    public async Task Complete_DrainsWhenDelayedItemsHaveRun()
    {
        await using EphemeralWorkCoordinator<int> coordinator = Create();
        await coordinator.EnqueueDelayedAsync(1, _delay);
        coordinator.Complete();
        Task drained = coordinator.DrainAsync();
        Assert.False(drained.IsCompleted);

        _time.Advance(_delay);

        await drained.Within();
        Assert.Equal([1], _ran);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhoIsTakenAway_NeverRuns(bool kills)
    {
        await using EphemeralWorkCoordinator<int> coordinator = Create();
        long id = await coordinator.EnqueueDelayedAsync(1, _delay);

        if (kills) Assert.True(coordinator.TryKill(id));
        else coordinator.Cancel();
        _time.Advance(_delay);

        Assert.Equal((1L, 0), (coordinator.TotalCancelled, coordinator.PendingCount));
        Assert.Empty(_ran);
    }

    [Fact]
    public async Task DelayedItems_CountAgainstTheQueue_AndRunInOrderOfAcceptance()
    {
        await using EphemeralWorkCoordinator<int> coordinator = Create(capacity: 3);
        coordinator.Pause();
        await coordinator.EnqueueDelayedAsync(1, _delay);
        await coordinator.EnqueueAsync(2);
        await coordinator.EnqueueDelayedAsync(3, _delay / 2);
        ValueTask<long> waiting = coordinator.EnqueueDelayedAsync(4, _delay);
        Assert.False(waiting.IsCompleted);
        _time.Advance(_delay);

        coordinator.Resume();
        await waiting.Within();
        await _ends.Reached(3);
        Assert.Equal([1, 2, 3], _ran);
        _time.Advance(_delay); // the fourth's begins when it is accepted
        await _ends.Reached(4);

        Assert.Equal([1, 2, 3, 4], _ran);
    }

    [Fact]
    public async Task ANegativeDelay_IsRefused_AndNoneIsNone()
    {
        await using EphemeralWorkCoordinator<int> coordinator = Create();

        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = coordinator.EnqueueDelayedAsync(1, TimeSpan.FromTicks(-1)); });
        await coordinator.EnqueueDelayedAsync(2, TimeSpan.Zero);
        await coordinator.EnqueueDelayedAsync(3, TimeSpan.MaxValue);
        await _ends.Reached(1);

        Assert.Equal([2], _ran);
        Assert.Equal(1, coordinator.PendingCount);
    }

    private EphemeralWorkCoordinator<int> Create(int capacity = 10) => new(
        (item, _) =>
        {
            _ran.Add(item);
            return Task.CompletedTask;
        },
        new() { MaxConcurrency = 1, QueueCapacity = capacity, TimeProvider = _time, OnSample = _ends.OnSample });
}
