namespace Ephemeral.Tests.Coordinators;

public sealed class MeasureLanesTests
{
    [Fact]
    public async Task MeasureLanes_WithoutLanes_IsOneEntryWithTheQueuesLimit()
    {
        Gate gate = new();
        await using EphemeralWorkCoordinator<int> coordinator = new((_, ct) => gate.WaitAsync(ct), new() { MaxConcurrency = 1, QueueCapacity = 7 });
        await coordinator.EnqueueManyAsync([1, 2, 3]).Within();
        await gate.Reached;

        LaneMeasurement measured = Assert.Single(coordinator.MeasureLanes());

        Assert.Equal((null, 2, 0, 1, 1, 7), (measured.Lane, measured.Pending, measured.Deferred, measured.Active, measured.ConcurrencyLimit, measured.QueueLimit));
    }

    [Fact]
    public async Task MeasureLanes_WithLanes_IsOneEntryForEach()
    {
        await using PriorityWorkCoordinator<int> coordinator = new(new((_, _) => Task.CompletedTask, [new("hot:4"), new("cold")], new() { MaxConcurrency = 8 }));
        coordinator.Pause();
        await coordinator.EnqueueAsync(1, "cold").Within();

        Assert.Equal(
            [("hot", 0, 4), ("cold", 1, 8)],
            coordinator.MeasureLanes().Select(static lane => (lane.Lane!, lane.Pending, lane.ConcurrencyLimit)));
    }
}
