namespace Ephemeral.Tests.Allocations;

[Collection("Allocations")]
public sealed class HandlerAllocationTests
{
    private readonly SignalSink _sink = new(maxCapacity: 100);
    private readonly Gate _held = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Raise_ToAQueuedSubscriber_AllocatesNothing(bool besideAnInlineSubscriber)
    {
        using IDisposable? inline = besideAnInlineSubscriber ? _sink.Subscribe(static _ => { }) : null;
        await using QueuedSignalSubscription subscription = _sink.SubscribeQueued("order.*", HoldAsync, maxQueued: 10);
        _sink.Raise("order.saved");
        await _held.Reached;

        Assert.Equal(0, MeasureHeld("order.saved"));
        Assert.True(subscription.DroppedCount > 100_000);
    }

    [Fact]
    public async Task Raise_InsideAHandler_ToAQueuedSubscriber_AllocatesTheOneCause()
    {
        await using QueuedSignalSubscription subscription = _sink.SubscribeQueued("inner", HoldAsync, maxQueued: 10);
        using IDisposable inline = _sink.Subscribe("outer", _ => _sink.Raise("inner"));
        _sink.Raise("outer");
        await _held.Reached;

        Assert.Equal(48, MeasureHeld("outer"));
    }

    [Fact]
    public async Task Enqueue_InsideASubscriber_AllocatesNothing()
    {
        await using AsyncSignalProcessor processor = new(HoldAsync, maxConcurrency: 1, maxQueueSize: 10);
        using IDisposable inline = _sink.Subscribe("order.*", signal => processor.Enqueue(signal));
        _sink.Raise("order.saved");
        await _held.Reached;

        Assert.Equal(0, MeasureHeld("order.saved"));
    }

    [Fact]
    public async Task Dispatch_InsideASubscriber_AllocatesNothing()
    {
        await using SignalDispatcher dispatcher = new(new() { MaxConcurrency = 1, QueueCapacity = 10, FullMode = QueueFullMode.DropOldest });
        dispatcher.Register("*", signal => HoldAsync(signal, CancellationToken.None));
        using IDisposable inline = _sink.Subscribe("order.*", signal => dispatcher.Dispatch(signal));
        _sink.Raise("order.saved");
        await _held.Reached;

        Assert.Equal(0, MeasureHeld("order.saved"));
    }

    [Fact]
    public async Task Raise_ThatStartsAJob_AllocatesNothingUntilItRuns()
    {
        await using EphemeralSignalJobRunner runner = new(_sink, [new HeldJob(HoldAsync)], new() { QueueCapacity = 10, FullMode = QueueFullMode.DropOldest });
        _sink.Raise("order.saved");
        await _held.Reached;

        Assert.Equal(0, MeasureHeld("order.saved"));
        Assert.True(runner.TotalSkipped > 100_000);
    }

    [Fact]
    public void TryParseSpan_AllocatesNothing() => Assert.Equal(
        0,
        AllocationMeter.BytesPerCall(static () => SignalCommandMatch.TryParseSpan("window.size.set:100", "window.size.set", out _)));

    /// <summary>Measures a raise while the handler is held, so that only the raiser's own work counts.</summary>
    private long MeasureHeld(string signal)
    {
        long bytes = AllocationMeter.BytesPerCall(() => _sink.Raise(signal));
        _held.Open();
        return bytes;
    }

    private Task HoldAsync(SignalEvent signal, CancellationToken cancellationToken) => _held.WaitAsync(cancellationToken);

    private sealed class HeldJob(Func<SignalEvent, CancellationToken, Task> body)
    {
        [EphemeralJob("order.*")]
        public Task RunAsync(SignalEvent signal, CancellationToken cancellationToken) => body(signal, cancellationToken);
    }
}
