using Ephemeral.Telemetry.Implementation;

namespace Ephemeral.Telemetry.Tests.Metrics;

/// <summary>Counters and histograms: what happens to operations.</summary>
[Collection(ProcessWide.Name)]
public class EventTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Submitted_CountsAcceptedOnes_AndRefusedOnesByReason()
    {
        using MeterRecorder recorder = new();
        Gate gate = new();
        await using EphemeralWorkCoordinator<int> coordinator = new((_, ct) => gate.WaitAsync(ct), new() { Name = "offers", MaxConcurrency = 1, QueueCapacity = 1 });

        Assert.True(coordinator.TryEnqueue(1));
        await gate.Reached;
        Assert.True(coordinator.TryEnqueue(2));
        Assert.False(coordinator.TryEnqueue(3));
        coordinator.Complete();
        Assert.False(coordinator.TryEnqueue(4));

        Assert.Equal(
            [
                "1 ephemeral.coordinator.name=offers",
                "1 ephemeral.coordinator.name=offers",
                "1 ephemeral.coordinator.name=offers error.type=queue_full",
                "1 ephemeral.coordinator.name=offers error.type=shutdown",
            ],
            recorder.Lines("ephemeral.operation.submitted", "offers"));
        gate.Open();
    }

    [Fact]
    public async Task Submitted_CountsAHotKeysRefusalAsAFullLane()
    {
        using MeterRecorder recorder = new("ephemeral.operation.submitted");
        await using EphemeralKeyedWorkCoordinator<int, int> coordinator = new(
            static _ => 0,
            static (_, _) => Task.CompletedTask,
            new() { Name = "hot", EnableFairScheduling = true, FairSchedulingThreshold = 1 });
        coordinator.Pause();

        Assert.True(coordinator.TryEnqueue(1));
        Assert.False(coordinator.TryEnqueue(2));

        Assert.Equal("1 ephemeral.coordinator.name=hot error.type=lane_full", recorder.Lines("ephemeral.operation.submitted", "hot")[^1]);
    }

    [Fact]
    public async Task TimeInQueue_IsFromAcceptanceToStart()
    {
        using MeterRecorder recorder = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = "waits", TimeProvider = _time });
        coordinator.Pause();
        await coordinator.EnqueueAsync(1).Within();

        _time.Advance(TimeSpan.FromSeconds(3));
        coordinator.Resume();
        await coordinator.CompleteAndDrainAsync();

        Assert.Equal(
            ["3 ephemeral.coordinator.name=waits ephemeral.queue.result=started"],
            recorder.Lines("ephemeral.operation.time_in_queue", "waits"));
    }

    [Fact]
    public async Task TimeInQueue_TellsWhyAnItemNeverStarted()
    {
        using MeterRecorder recorder = new("ephemeral.operation.time_in_queue");
        SignalSink sink = new(timeProvider: _time);
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new()
            {
                Name = "leaves",
                TimeProvider = _time,
                QueueCapacity = 3,
                FullMode = QueueFullMode.DropOldest,
                Signals = sink,
                CancelOnSignals = new HashSet<string> { "stop" },
            });
        coordinator.Pause();
        for (int i = 0; i < 3; i++) await coordinator.EnqueueAsync(i).Within();
        _time.Advance(TimeSpan.FromSeconds(1));

        long killed = await coordinator.EnqueueAsync(3).Within();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(coordinator.TryKill(killed));
        coordinator.Cancel();

        Assert.Equal(
            [
                "1 ephemeral.coordinator.name=leaves ephemeral.queue.result=dropped",
                "1 ephemeral.coordinator.name=leaves ephemeral.queue.result=canceled",
                "2 ephemeral.coordinator.name=leaves ephemeral.queue.result=shutdown",
                "2 ephemeral.coordinator.name=leaves ephemeral.queue.result=shutdown",
            ],
            recorder.Lines("ephemeral.operation.time_in_queue", "leaves"));
    }

    [Fact]
    public async Task TimeInQueue_TellsOfASignalThatCancels()
    {
        using MeterRecorder recorder = new("ephemeral.operation.time_in_queue");
        SignalSink sink = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new() { Name = "skips", TimeProvider = _time, Signals = sink, CancelOnSignals = new HashSet<string> { "stop" } });
        sink.Raise("stop");

        await coordinator.EnqueueAsync(1).Within();
        await coordinator.CompleteAndDrainAsync();

        Assert.Equal(
            ["0 ephemeral.coordinator.name=skips ephemeral.queue.result=signal_canceled"],
            recorder.Lines("ephemeral.operation.time_in_queue", "skips"));
    }

    [Fact]
    public async Task Duration_TellsTheOutcome_AndTheErrorOnlyOfAFailure()
    {
        using MeterRecorder recorder = new();
        EphemeralWorkCoordinator<string> coordinator = null!;
        coordinator = new(Body, new() { Name = "ends", TimeProvider = _time, MaxConcurrency = 1 });
        await coordinator.EnqueueAsync("fine").Within();
        await coordinator.EnqueueAsync("fails").Within();
        await coordinator.EnqueueAsync("foreign").Within();
        await coordinator.EnqueueAsync("stops").Within();
        coordinator.Complete();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => coordinator.DrainAsync().Within());
        await coordinator.DisposeAsync().Within();

        Assert.Equal(
            [
                "2 ephemeral.coordinator.name=ends ephemeral.outcome=completed",
                "0 ephemeral.coordinator.name=ends ephemeral.outcome=failed error.type=System.InvalidOperationException",
                "0 ephemeral.coordinator.name=ends ephemeral.outcome=failed error.type=System.OperationCanceledException",
                "0 ephemeral.coordinator.name=ends ephemeral.outcome=canceled",
            ],
            recorder.Lines("ephemeral.operation.duration", "ends"));

        Task Body(string item, CancellationToken cancellationToken)
        {
            if (item == "fine") _time.Advance(TimeSpan.FromSeconds(2));
            if (item == "fails") throw new InvalidOperationException("It does not work.");
            if (item == "foreign") throw new OperationCanceledException(new CancellationToken(canceled: true));
            if (item == "stops")
            {
                coordinator.Cancel();
                return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Evicted_TellsWhyAnOperationLeftTheWindow()
    {
        using MeterRecorder recorder = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new() { Name = "window", TimeProvider = _time, MaxTrackedOperations = 3, MaxOperationLifetime = TimeSpan.FromMinutes(1) });
        long[] ids = new long[4];
        for (int i = 0; i < ids.Length; i++) ids[i] = await coordinator.EnqueueAsync(i).Within();
        await coordinator.CompleteAndDrainAsync();

        long[] left = [.. coordinator.GetSnapshot().Select(static operation => operation.OperationId)];
        Assert.True(coordinator.Evict(left[0]));
        Assert.True(coordinator.TryKill(left[1]));
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(
            [
                "1 ephemeral.coordinator.name=window ephemeral.eviction.reason=capacity",
                "1 ephemeral.coordinator.name=window ephemeral.eviction.reason=explicit",
                "1 ephemeral.coordinator.name=window ephemeral.eviction.reason=kill_signal",
                "1 ephemeral.coordinator.name=window ephemeral.eviction.reason=age",
            ],
            recorder.Lines("ephemeral.operation.evicted", "window"));
    }

    [Fact]
    public void Deferrals_AreCountedByConfiguredPattern()
    {
        using MeterRecorder recorder = new();
        (EphemeralWorkCoordinator<int> coordinator, ObservedCoordinator probe) = Observed.Create("deferring");

        Instrumentation.Observer!.OperationsDeferred(new(probe, Lane: null, "db.*"));
        Instrumentation.Observer!.OperationsDeferred(new(probe, Lane: "slow", "db.*"));

        Assert.Equal(
            [
                "1 ephemeral.coordinator.name=deferring ephemeral.signal.name=db.*",
                "1 ephemeral.coordinator.name=deferring ephemeral.lane=slow ephemeral.signal.name=db.*",
            ],
            recorder.Lines("ephemeral.operation.deferrals", "deferring"));
        coordinator.Dispose();
    }

    [Fact]
    public void ATimeout_IsAnErrorOfItsOwnOutcome()
    {
        using MeterRecorder recorder = new();
        (EphemeralWorkCoordinator<int> coordinator, ObservedCoordinator probe) = Observed.Create("slow");

        Instrumentation.Observer!.OperationEnded(new(probe, "low", 1, OperationOutcome.TimedOut, new TimeoutException(), TimeSpan.FromSeconds(2), State: null));
        Instrumentation.Observer!.OperationEnded(new(probe, null, 1, OperationOutcome.TimedOut, Error: null, TimeSpan.FromSeconds(2), State: null));

        Assert.Equal(
            [
                "2 ephemeral.coordinator.name=slow ephemeral.lane=low ephemeral.outcome=timed_out error.type=System.TimeoutException",
                "2 ephemeral.coordinator.name=slow ephemeral.outcome=timed_out error.type=_OTHER",
            ],
            recorder.Lines("ephemeral.operation.duration", "slow"));
        coordinator.Dispose();
    }

    [Fact]
    public void ErrorTypes_AfterThirtyTwo_AreOther()
    {
        using MeterRecorder recorder = new();
        (EphemeralWorkCoordinator<int> coordinator, ObservedCoordinator probe) = Observed.Create("faulty");
        Type type = typeof(int);
        for (int i = 0; i < 40; i++)
        {
            type = typeof(Fault<>).MakeGenericType(type);
            Exception error = (Exception)Activator.CreateInstance(type)!;
            Instrumentation.Observer!.OperationEnded(new(probe, null, i, OperationOutcome.Failed, error, TimeSpan.Zero, State: null));
        }

        Assert.Equal(8, recorder.Count("ephemeral.operation.duration", "faulty", "error.type=_OTHER"));
        Assert.Equal(33, recorder.Lines("ephemeral.operation.duration", "faulty").Distinct().Count());
        coordinator.Dispose();
    }

    private sealed class Fault<T> : Exception;
}
