namespace Ephemeral.Telemetry.Tests.Metrics;

/// <summary>Counters of signals, whose names come from anywhere and must not grow without bound.</summary>
[Collection(ProcessWide.Name)]
public class SignalTests
{
    [Fact]
    public void Raised_IsCountedByTheNameBeforeTheColon()
    {
        using MeterRecorder recorder = new();
        SignalSink sink = new() { Name = "shop" };

        sink.Raise("order.saved");
        sink.Raise("order.failed:42");
        sink.Raise("order.failed:43");

        Assert.Equal(
            [
                "1 ephemeral.sink.name=shop ephemeral.signal.name=order.saved",
                "1 ephemeral.sink.name=shop ephemeral.signal.name=order.failed",
                "1 ephemeral.sink.name=shop ephemeral.signal.name=order.failed",
            ],
            recorder.Lines("ephemeral.signal.raised", "shop"));
    }

    [Fact]
    public void Raised_AfterAHundredNames_IsOther()
    {
        using MeterRecorder recorder = new("ephemeral.signal.raised");
        SignalSink sink = new() { Name = "many" };

        for (int i = 0; i < 110; i++) sink.Raise($"name.{i}:x");

        Assert.Equal(1, recorder.Count("ephemeral.signal.raised", "many", "ephemeral.signal.name=name.99"));
        Assert.Equal(0, recorder.Count("ephemeral.signal.raised", "many", "ephemeral.signal.name=name.100"));
        Assert.Equal(10, recorder.Sum("ephemeral.signal.raised", "many", "ephemeral.signal.name=_OTHER"));
    }

    [Fact]
    public void Dropped_IsCountedByReason()
    {
        using MeterRecorder recorder = new();
        SignalSink sink = new(maxCapacity: 4, constraints: new() { MaxDepth = 1 }) { Name = "small" };
        using IDisposable subscription = sink.Subscribe("loop", signal => sink.Raise("loop"));

        for (int i = 0; i < 6; i++) sink.Raise("plain");
        sink.UpdateWindowSize(maxCapacity: 1);
        sink.UpdateWindowSize(maxCapacity: 100);
        sink.Raise("loop");

        Assert.Equal(
            [
                "1 ephemeral.sink.name=small ephemeral.drop.reason=window",
                "1 ephemeral.sink.name=small ephemeral.drop.reason=window",
                "3 ephemeral.sink.name=small ephemeral.drop.reason=window",
                "1 ephemeral.sink.name=small ephemeral.drop.reason=blocked",
            ],
            recorder.Lines("ephemeral.signal.dropped", "small"));
    }

    [Fact]
    public void Dropped_BeginsAtZeroForEachReason_OnceTheSinkIsKnown()
    {
        using MeterRecorder recorder = new();
        SignalSink sink = new() { Name = "calm" };
        recorder.Observe();
        sink.Raise("anything");

        recorder.ObserveAfresh();

        Assert.Equal(
            [
                "0 ephemeral.sink.name=calm ephemeral.drop.reason=handler_queue_full",
                "0 ephemeral.sink.name=calm ephemeral.drop.reason=handler_failed",
                "0 ephemeral.sink.name=calm ephemeral.drop.reason=window",
                "0 ephemeral.sink.name=calm ephemeral.drop.reason=shutdown",
                "0 ephemeral.sink.name=calm ephemeral.drop.reason=blocked",
            ],
            recorder.Lines("ephemeral.signal.dropped", "calm"));
    }
}
