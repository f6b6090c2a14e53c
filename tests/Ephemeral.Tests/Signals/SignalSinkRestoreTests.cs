namespace Ephemeral.Tests.Signals;

public sealed class SignalSinkRestoreTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void ARestoredSignal_IsPresentWithItsTime_AndCallsNobody()
    {
        SignalSink sink = new(timeProvider: _time);
        int calls = 0;
        sink.Subscribe(_ => calls++);
        DateTimeOffset raised = _time.GetUtcNow() - TimeSpan.FromHours(1);

        sink.Restore(new("order.saved", 5, "7", raised));

        Assert.Equal(new("order.saved", 5, "7", raised), Assert.Single(sink.Sense()));
        Assert.True(sink.Detect("order.saved"));
        Assert.Equal(0, calls);
    }

    [Fact]
    public void ItsAgeCountsFromNow_AndItMakesRoomForItself()
    {
        SignalSink sink = new(maxCapacity: 1, maxAge: TimeSpan.FromSeconds(10), timeProvider: _time);
        sink.Raise("old");
        sink.Restore(new("new", 1, null, default));
        Assert.Equal(_time.GetUtcNow(), Assert.Single(sink.Sense()).Timestamp);
        Assert.Equal(1, sink.DroppedCount);

        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        int before = sink.Count;
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((1, 0), (before, sink.Count));
    }

    [Fact]
    public async Task RulesOfCoordinators_ObeyIt()
    {
        SignalSink sink = new(timeProvider: _time);
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new() { Signals = sink, DeferOnSignals = new HashSet<string> { "backpressure.*" }, TimeProvider = _time });
        sink.Restore(new("backpressure.db", 1, null, default));
        await coordinator.EnqueueAsync(1);
        Assert.Equal(1, coordinator.PendingCount);

        sink.Retract("backpressure.db");
        await coordinator.FlushAsync().Within();

        Assert.Equal(1, coordinator.TotalCompleted);
    }

    [Fact]
    public void WithoutAName_ItIsRefused() => Assert.Throws<ArgumentException>(() => new SignalSink().Restore(new("", 1, null, default)));
}
