using System.Diagnostics;

namespace Ephemeral.Telemetry.Tests.Traces;

/// <summary>The span of a signal that is handled: it leads back to whoever raised it.</summary>
[Collection(ProcessWide.Name)]
public class HandleSpanTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task AJob_LinksToTheOperationThatRaisedItsSignal()
    {
        using SpanRecorder spans = new();
        SignalSink sink = new(timeProvider: _time) { Name = "shop" };
        await using EphemeralSignalJobRunner runner = new(sink, [new Shop(_time)], new() { TimeProvider = _time });

        await RaiseInOperationAsync(sink, "order.good:42");
        await runner.CompleteAndDrainAsync();

        Activity raiser = spans.Recorded.Single(static span => span.DisplayName == "process raiser");
        Activity handled = spans.Recorded.Single(static span => span.DisplayName == "handle order.*");
        Assert.Equal(ActivityKind.Consumer, handled.Kind);
        Assert.Null(handled.ParentId);
        Assert.NotEqual(raiser.TraceId, handled.TraceId);
        ActivityLink link = Assert.Single(handled.Links);
        Assert.Equal(raiser.Context, link.Context);
        Assert.Equal([new("ephemeral.link.type", "signal")], link.Tags!);
        Assert.Equal(
            "ephemeral.sink.name=shop ephemeral.signal.name=order.good ephemeral.signal.pattern=order.* ephemeral.outcome=completed",
            SpanRecorder.Tags(handled));
    }

    [Fact]
    public async Task AQueuedHandlerThatFails_SaysSo()
    {
        using SpanRecorder spans = new();
        SignalSink sink = new(timeProvider: _time) { Name = "shop" };
        await using QueuedSignalSubscription subscription = sink.SubscribeQueued("order.b*", new Shop(_time).HandleAsync);

        await RaiseInOperationAsync(sink, "order.bad");
        await subscription.FlushAsync().Within();

        Activity handled = spans.Recorded.Single(static span => span.DisplayName == "handle order.b*");
        Assert.Equal(ActivityStatusCode.Error, handled.Status);
        Assert.Equal(spans.Recorded.Single(static span => span.DisplayName == "process raiser").Context, Assert.Single(handled.Links).Context);
        Assert.EndsWith("ephemeral.outcome=failed error.type=System.InvalidOperationException", SpanRecorder.Tags(handled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignalsRaisedInABody_AreEventsOfItsSpan_TheFirstThirtyTwoOnly()
    {
        using SpanRecorder spans = new();
        SignalSink sink = new(timeProvider: _time);
        await using EphemeralWorkCoordinator<int> coordinator = new(
            async (_, operation, _) =>
            {
                operation.Emit("first:1");
                await Task.Yield();
                using Activity? inner = Caller.StartInside();
                for (int i = 0; i < 40; i++) sink.Raise("later");
            },
            new() { Name = "raiser", Signals = sink });
        sink.Raise("outside");
        await coordinator.EnqueueAsync(1).Within();
        await coordinator.CompleteAndDrainAsync();

        List<ActivityEvent> events = [.. Assert.Single(spans.Recorded).Events];
        Assert.Equal(32, events.Count);
        Assert.All(events, static noted => Assert.Equal("ephemeral.signal", noted.Name));
        Assert.Equal([new("ephemeral.signal.name", "first")], events[0].Tags);
        Assert.Equal([new("ephemeral.signal.name", "later")], events[^1].Tags);
    }

    [Fact]
    public async Task WhatHeldAnItemBack_IsCountedAndToldBySpanEvents()
    {
        using SpanRecorder spans = new();
        SignalSink sink = new(timeProvider: _time);
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new() { Name = "held", TimeProvider = _time, Signals = sink, DeferOnSignals = new HashSet<string> { "db.*", "disk.full" }, MaxDeferAttempts = 1_000_000 });
        sink.Raise("db.down");
        await coordinator.EnqueueAsync(1).Within();
        coordinator.Pause();
        _time.Advance(TimeSpan.FromSeconds(1));
        sink.Retract("db.down");
        _time.Advance(TimeSpan.FromSeconds(1));
        sink.Raise("disk.full");
        _time.Advance(TimeSpan.FromSeconds(1));
        sink.Retract("disk.full");
        _time.Advance(TimeSpan.FromSeconds(1));
        await coordinator.EnqueueAsync(2).Within();
        _time.Advance(TimeSpan.FromSeconds(1));
        coordinator.Resume();
        await coordinator.CompleteAndDrainAsync();

        Activity held = spans.Recorded.Single(static span => span.GetTagItem("ephemeral.operation.queue_time") is 5.0);
        Activity free = spans.Recorded.Single(static span => span.GetTagItem("ephemeral.operation.queue_time") is 1.0);
        Assert.Equal(2, held.GetTagItem("ephemeral.operation.deferrals"));
        Assert.Equal(["ephemeral.deferred db.*", "ephemeral.deferred disk.full"], held.Events.Select(static noted => $"{noted.Name} {noted.Tags.Single().Value}"));
        Assert.Equal(0, free.GetTagItem("ephemeral.operation.deferrals"));
        Assert.Empty(free.Events);
    }

    private static async Task RaiseInOperationAsync(SignalSink sink, string signal)
    {
        Activity.Current = null;
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, operation, _) =>
            {
                operation.Emit(signal);
                return Task.CompletedTask;
            },
            new() { Name = "raiser", Signals = sink });
        await coordinator.EnqueueAsync(1).Within();
        await coordinator.CompleteAndDrainAsync();
    }
}
