using Ephemeral.Telemetry.Implementation;

namespace Ephemeral.Telemetry.Tests.Metrics;

/// <summary>Observable instruments: what coordinators do at the moment of collection.</summary>
[Collection(ProcessWide.Name)]
public class StateTests
{
    private static readonly string[] _stateInstruments =
    [
        "ephemeral.operation.pending", "ephemeral.operation.deferred", "ephemeral.operation.active", "ephemeral.operation.tracked",
        "ephemeral.concurrency.limit", "ephemeral.queue.limit", "ephemeral.queue.age", "ephemeral.key.active",
    ];

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task State_IsMeasuredForEachCoordinator()
    {
        using MeterRecorder recorder = new();
        Gate gate = new();
        await using EphemeralKeyedWorkCoordinator<int, int> coordinator = new(
            static item => item % 3,
            async (item, ct) =>
            {
                if (item == 1) await gate.WaitAsync(ct);
            },
            new() { Name = "state", TimeProvider = _time, MaxConcurrency = 1, QueueCapacity = 10 });
        await coordinator.EnqueueAsync(0).Within();
        await coordinator.EnqueueAsync(1).Within();
        await gate.Reached;
        await coordinator.EnqueueAsync(2).Within();
        _time.Advance(TimeSpan.FromSeconds(5));
        await coordinator.EnqueueAsync(5).Within();
        _time.Advance(TimeSpan.FromSeconds(2));

        recorder.ObserveAfresh();

        Assert.Equal(["2 ephemeral.coordinator.name=state"], recorder.Lines("ephemeral.operation.pending", "state"));
        Assert.Equal(["0 ephemeral.coordinator.name=state"], recorder.Lines("ephemeral.operation.deferred", "state"));
        Assert.Equal(["1 ephemeral.coordinator.name=state"], recorder.Lines("ephemeral.operation.active", "state"));
        Assert.Equal(["2 ephemeral.coordinator.name=state"], recorder.Lines("ephemeral.operation.tracked", "state"));
        Assert.Equal(["1 ephemeral.coordinator.name=state"], recorder.Lines("ephemeral.concurrency.limit", "state"));
        Assert.Equal(["10 ephemeral.coordinator.name=state"], recorder.Lines("ephemeral.queue.limit", "state"));
        Assert.Equal(["7 ephemeral.coordinator.name=state"], recorder.Lines("ephemeral.queue.age", "state"));
        Assert.Equal(["2 ephemeral.coordinator.name=state"], recorder.Lines("ephemeral.key.active", "state"));
        gate.Open();
    }

    [Fact]
    public async Task HeldBackItems_AreDeferredAndNotPending()
    {
        using MeterRecorder recorder = new();
        SignalSink sink = new(timeProvider: _time);
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new() { Name = "held", TimeProvider = _time, Signals = sink, DeferOnSignals = new HashSet<string> { "db.down" } });
        sink.Raise("db.down");
        await coordinator.EnqueueAsync(1).Within();

        recorder.ObserveAfresh();

        Assert.Equal(["1 ephemeral.coordinator.name=held"], recorder.Lines("ephemeral.operation.deferred", "held"));
        Assert.Equal(["0 ephemeral.coordinator.name=held"], recorder.Lines("ephemeral.operation.pending", "held"));
    }

    [Fact]
    public async Task CoordinatorsOfOneName_ReportOneMeasurement_SumsAndTheGreatestAge()
    {
        using MeterRecorder recorder = new();
        await using EphemeralWorkCoordinator<int> first = Paused();
        await using EphemeralWorkCoordinator<int> second = Paused();
        await first.EnqueueAsync(1).Within();
        _time.Advance(TimeSpan.FromSeconds(4));
        await second.EnqueueAsync(1).Within();
        await second.EnqueueAsync(2).Within();
        _time.Advance(TimeSpan.FromSeconds(1));

        recorder.ObserveAfresh();

        Assert.Equal(["3 ephemeral.coordinator.name=twins"], recorder.Lines("ephemeral.operation.pending", "twins"));
        Assert.Equal(["6 ephemeral.coordinator.name=twins"], recorder.Lines("ephemeral.concurrency.limit", "twins"));
        Assert.Equal(["5 ephemeral.coordinator.name=twins"], recorder.Lines("ephemeral.queue.age", "twins"));

        EphemeralWorkCoordinator<int> Paused()
        {
            EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "twins", TimeProvider = _time, MaxConcurrency = 3 });
            coordinator.Pause();
            return coordinator;
        }
    }

    [Fact]
    public async Task ADisposedCoordinator_HasNoSeries()
    {
        using MeterRecorder recorder = new();
        EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "ending" });
        recorder.ObserveAfresh();
        Assert.Single(recorder.Lines("ephemeral.operation.pending", "ending"));

        await coordinator.DisposeAsync().Within();
        recorder.ObserveAfresh();

        Assert.All(_stateInstruments, instrument => Assert.Empty(recorder.Lines(instrument, "ending")));
    }

    [Fact]
    public void ALateAnnouncement_DoesNotReviveADisposedCoordinator()
    {
        using MeterRecorder recorder = new();
        (EphemeralWorkCoordinator<int> coordinator, ObservedCoordinator probe) = Observed.Create("late");
        coordinator.Dispose();

        Instrumentation.Observer!.CoordinatorDisposed(probe);
        Instrumentation.Observer!.CoordinatorCreated(probe);
        recorder.ObserveAfresh();

        Assert.Empty(recorder.Lines("ephemeral.operation.pending", "late"));
    }

    [Fact]
    public async Task ACoordinatorThatLivesAlready_IsMeasured()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "older" });
        using MeterRecorder recorder = new();

        recorder.ObserveAfresh();

        Assert.Single(recorder.Lines("ephemeral.operation.active", "older"));
    }

    [Fact]
    public async Task RareSeries_BeginAtZero()
    {
        using MeterRecorder recorder = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "rare" });
        await using EphemeralKeyedWorkCoordinator<int, int> keyed = new(static _ => 0, static (_, _) => Task.CompletedTask, new() { Name = "rare-keyed" });

        recorder.ObserveAfresh();

        Assert.Equal(
            [
                "0 ephemeral.coordinator.name=rare",
                "0 ephemeral.coordinator.name=rare error.type=queue_full",
                "0 ephemeral.coordinator.name=rare error.type=shutdown",
            ],
            recorder.Lines("ephemeral.operation.submitted", "rare"));
        Assert.Equal(
            [
                "0 ephemeral.coordinator.name=rare ephemeral.eviction.reason=capacity",
                "0 ephemeral.coordinator.name=rare ephemeral.eviction.reason=age",
                "0 ephemeral.coordinator.name=rare ephemeral.eviction.reason=explicit",
                "0 ephemeral.coordinator.name=rare ephemeral.eviction.reason=kill_signal",
            ],
            recorder.Lines("ephemeral.operation.evicted", "rare"));
        Assert.Equal("0 ephemeral.coordinator.name=rare-keyed error.type=lane_full", recorder.Lines("ephemeral.operation.submitted", "rare-keyed")[^1]);
    }

    [Fact]
    public void TheHundredAndFirstName_IsOther()
    {
        List<IDisposable> coordinators = [];
        using MeterRecorder recorder = new("ephemeral.concurrency.limit");
        for (int i = 0; i < 103; i++)
            coordinators.Add(new EphemeralWorkCoordinator<int>(static (_, _) => Task.CompletedTask, new() { Name = $"tenant-{i}", MaxConcurrency = 2 }));

        recorder.ObserveAfresh();

        Assert.Equal(100, Enumerable.Range(0, 103).Sum(i => recorder.Count("ephemeral.concurrency.limit", $"tenant-{i}")));
        Assert.Equal(["6 ephemeral.coordinator.name=_OTHER"], recorder.Lines("ephemeral.concurrency.limit", "_OTHER"));
        coordinators.ForEach(static coordinator => coordinator.Dispose());
    }
}
