using Ephemeral.Telemetry.Implementation;

namespace Ephemeral.Telemetry.Tests.Metrics;

/// <summary>How long signals are handled, and which of them were lost on the way.</summary>
[Collection(ProcessWide.Name)]
public class HandlerTests
{
    private const string Duration = "ephemeral.signal.handler.duration";
    private const string Dropped = "ephemeral.signal.dropped";

    private readonly ManualTimeProvider _time = new();
    private readonly Shop _shop;

    public HandlerTests() => _shop = new(_time);

    [Fact]
    public async Task AQueuedHandler_IsTimedByPattern_AndItsFailureCounted()
    {
        using MeterRecorder recorder = new();
        SignalSink sink = new(timeProvider: _time) { Name = "queued" };
        await using QueuedSignalSubscription subscription = sink.SubscribeQueued("order.*", _shop.HandleAsync, maxConcurrency: 1);

        sink.Raise("order.good:1");
        sink.Raise("order.bad");
        await subscription.FlushAsync().Within();

        Assert.Equal(
            [
                "2 ephemeral.sink.name=queued ephemeral.signal.name=order.*",
                "2 ephemeral.sink.name=queued ephemeral.signal.name=order.* error.type=System.InvalidOperationException",
            ],
            recorder.Lines(Duration, "queued"));
        Assert.Equal(["1 ephemeral.sink.name=queued ephemeral.drop.reason=handler_failed"], recorder.Lines(Dropped, "queued"));
    }

    [Fact]
    public async Task AJob_IsTimedByItsTrigger()
    {
        using MeterRecorder recorder = new();
        SignalSink sink = new(timeProvider: _time) { Name = "jobs" };
        await using EphemeralSignalJobRunner runner = new(sink, [_shop], new() { Name = "runner", TimeProvider = _time, MaxConcurrency = 1 });

        sink.Raise("order.good");
        sink.Raise("order.bad");
        await runner.CompleteAndDrainAsync();

        Assert.Equal(
            [
                "2 ephemeral.sink.name=jobs ephemeral.signal.name=order.*",
                "2 ephemeral.sink.name=jobs ephemeral.signal.name=order.* error.type=System.InvalidOperationException",
            ],
            recorder.Lines(Duration, "jobs"));
    }

    [Fact]
    public async Task ADispatcher_IsTimedByTheFirstPatternThatMatches_AndTellsOfEachHandlerThatThrew()
    {
        using MeterRecorder recorder = new();
        await using SignalDispatcher dispatcher = new(new() { Name = "dispatch", TimeProvider = _time });
        dispatcher.Register("order.*", signal => _shop.HandleAsync(signal, CancellationToken.None));
        dispatcher.Register("*.bad", static _ => throw new InvalidOperationException());

        dispatcher.Dispatch(new("order.bad", 1, null, default));
        await dispatcher.FlushAsync().Within();

        Assert.Equal(["2 ephemeral.sink.name=dispatch ephemeral.signal.name=order.*"], recorder.Lines(Duration, "dispatch"));
        Assert.Equal(2, recorder.Sum(Dropped, "dispatch", "handler_failed"));
    }

    [Fact]
    public async Task AProcessor_AndACoordinatorsOwnHandler_HandleEverySignal()
    {
        using MeterRecorder recorder = new();
        await using AsyncSignalProcessor processor = new(_shop.HandleAsync, maxConcurrency: 1, timeProvider: _time);
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, operation, _) =>
            {
                operation.Emit("order.good");
                return Task.CompletedTask;
            },
            new() { Name = "owner", TimeProvider = _time, OnSignalAsync = _shop.HandleAsync });

        processor.Enqueue(new("order.good", 1, null, default));
        await processor.FlushAsync().Within();
        await coordinator.EnqueueAsync(1).Within();
        await coordinator.CompleteAndDrainAsync();

        Assert.Equal(["2 ephemeral.sink.name=AsyncSignalProcessor ephemeral.signal.name=*"], recorder.Lines(Duration, "AsyncSignalProcessor"));
        Assert.Equal(["2 ephemeral.sink.name=owner ephemeral.signal.name=*"], recorder.Lines(Duration, "owner"));
    }

    [Fact]
    public void AnInlineHandlerThatThrows_IsCounted()
    {
        using MeterRecorder recorder = new();
        SignalSink sink = new() { Name = "inline" };
        using IDisposable bad = sink.Subscribe(static (SignalEvent _) => throw new InvalidOperationException());
        using IDisposable good = sink.Subscribe(static _ => { });

        sink.Raise("anything");

        Assert.Equal(["1 ephemeral.sink.name=inline ephemeral.drop.reason=handler_failed"], recorder.Lines(Dropped, "inline"));
    }

    [Fact]
    public async Task SignalsBeyondTheQueue_AndThoseThatWaitedAtTheEnd_AreCounted()
    {
        using MeterRecorder recorder = new();
        Gate gate = new();
        SignalSink sink = new() { Name = "ending" };
        QueuedSignalSubscription subscription = sink.SubscribeQueued("*", (_, ct) => gate.WaitAsync(ct), maxConcurrency: 1, maxQueued: 2);
        sink.Raise("running");
        await gate.Reached;
        for (int i = 0; i < 5; i++) sink.Raise("waiting");

        await subscription.DisposeAsync().Within();

        Assert.Equal(3, recorder.Sum(Dropped, "ending", "handler_queue_full"));
        Assert.Equal(3, recorder.Sum(Dropped, "ending", "shutdown"));
        Assert.Equal(6, subscription.DroppedCount);
    }

    [Fact]
    public async Task ADispatcherThatIsFull_OrEnds_TellsWhatItLost()
    {
        using MeterRecorder recorder = new();
        Gate gate = new();
        SignalDispatcher dispatcher = new(new() { Name = "narrow", QueueCapacity = 1, FullMode = QueueFullMode.Reject, MaxConcurrency = 1 });
        dispatcher.Register("*", _ => gate.WaitAsync());
        dispatcher.Dispatch(new("running", 1, null, default));
        await gate.Reached;
        Assert.True(dispatcher.Dispatch(new("waiting", 2, null, default)));
        Assert.False(dispatcher.Dispatch(new("refused", 3, null, default)));

        dispatcher.Dispose();

        Assert.Equal(1, recorder.Sum(Dropped, "narrow", "handler_queue_full"));
        Assert.Equal(1, recorder.Sum(Dropped, "narrow", "shutdown"));
        gate.Open();
    }

    [Fact]
    public void DeclaredPatterns_TakeThePlaceOfNames()
    {
        EphemeralMetricsOptions options = new() { SignalPatterns = { "order.saved", "order.*" } };
        using Instrumentation instrumentation = Instrumentation.ForMetrics(factory: null, options);
        using MeterRecorder recorder = new();
        SignalSink sink = new() { Name = "declared" };

        foreach (string signal in (string[])["order.saved:1", "order.failed:2", "other"]) sink.Raise(signal);

        Assert.Equal(
            [
                "1 ephemeral.sink.name=declared ephemeral.signal.name=order.saved",
                "1 ephemeral.sink.name=declared ephemeral.signal.name=order.*",
                "1 ephemeral.sink.name=declared ephemeral.signal.name=_OTHER",
            ],
            recorder.Lines("ephemeral.signal.raised", "declared"));
    }
}
