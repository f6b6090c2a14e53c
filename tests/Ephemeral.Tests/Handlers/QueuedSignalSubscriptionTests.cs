namespace Ephemeral.Tests.Handlers;

public sealed class QueuedSignalSubscriptionTests
{
    private readonly SignalSink _sink = new() { Name = "orders" };
    private readonly HeldHandler _held = new();

    [Fact]
    public async Task SubscribeQueued_HandlesMatches_InTheOrderOfTheSignals()
    {
        List<string> handled = [];
        await using QueuedSignalSubscription subscription = _sink.SubscribeQueued("order.*", (signal, _) =>
        {
            handled.Add($"{signal.Signal} {signal.Key}");
            return Task.CompletedTask;
        });

        for (int i = 0; i < 50; i++)
        {
            _sink.Raise("order.saved", $"{i}");
            _sink.Raise("mail.sent");
        }

        await subscription.FlushAsync().Within();

        Assert.Equal(Enumerable.Range(0, 50).Select(static i => $"order.saved {i}"), handled);
        Assert.Equal(("order.*", 50L), (subscription.Pattern, subscription.ProcessedCount));
    }

    [Fact]
    public async Task SlowHandler_DelaysNeitherTheRaiserNorOtherSubscribers_AndLosesTheOldest()
    {
        int seen = 0;
        await using QueuedSignalSubscription slow = _sink.SubscribeQueued("*", _held.HandleAsync, maxConcurrency: 1, maxQueued: 2);
        await using QueuedSignalSubscription fast = _sink.SubscribeQueued("*", static (_, _) => Task.CompletedTask);
        using IDisposable inline = _sink.Subscribe(_ => seen++);

        _sink.Raise("a");
        await _held.Started("a");
        foreach (string name in (string[])["b", "c", "d", "e"]) _sink.Raise(name);
        await fast.FlushAsync().Within();

        Assert.Equal((5, 5L), (seen, fast.ProcessedCount));
        Assert.Equal((2, 0L, 2L), (slow.QueuedCount, slow.ProcessedCount, slow.DroppedCount));
        _held.Open();
        await slow.FlushAsync().Within();
        Assert.Equal(["a", "d", "e"], _held.Names);
    }

    [Fact]
    public async Task Handler_GetsThePayloadAndTheCauses()
    {
        TypedSignalSink<int> typed = new(_sink);
        TaskCompletionSource<SignalEvent> got = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using QueuedSignalSubscription subscription = _sink.SubscribeQueued("inner", (signal, _) =>
        {
            got.SetResult(signal);
            return Task.CompletedTask;
        });
        _sink.Subscribe("outer", _ => typed.Raise("inner", 7));

        _sink.Raise("outer");

        SignalEvent handled = await got.Task.Within();
        Assert.Equal("outer", handled.Propagation?.ToString());
        Assert.True(handled.TryGetPayload(out int payload));
        Assert.Equal(7, payload);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatAHandlerRaises_HasTheSignalAsItsCause_AlsoAfterAnAwait(bool besideAnInlineSubscriber)
    {
        using IDisposable? inline = besideAnInlineSubscriber ? _sink.Subscribe(static _ => { }) : null;
        await using QueuedSignalSubscription subscription = _sink.SubscribeQueued("a", async (_, _) =>
        {
            _sink.Raise("b.before");
            await Task.Yield();
            _sink.Raise("b.after");
        });

        _sink.Raise(new SignalEvent("a", 7, null, default));
        await subscription.FlushAsync().Within();

        IReadOnlyList<SignalEvent> raised = _sink.Sense(static signal => signal.StartsWith("b."));
        Assert.Equal(["b.before", "b.after"], raised.Select(static signal => signal.Signal));
        Assert.All(raised, static signal => Assert.Equal([new SignalCause("a", 7)], signal.Propagation!.Path));
    }

    [Fact]
    public async Task CausesOfOneSignal_DoNotReachTheNext()
    {
        await using QueuedSignalSubscription subscription = _sink.SubscribeQueued("x*", (signal, _) =>
        {
            _sink.Raise($"after.{signal.Signal}");
            return Task.CompletedTask;
        });

        _sink.Raise("x1");
        _sink.Raise("x2");
        await subscription.FlushAsync().Within();

        Assert.Equal(
            ["x1", "x2"],
            _sink.Sense(static signal => signal.StartsWith("after.")).Select(static signal => signal.Propagation!.ToString()));
    }

    [Fact]
    public async Task HandlerThatThrows_IsCountedBySubscriptionAndSink_AndCalledAgain()
    {
        await using QueuedSignalSubscription subscription =
            _sink.SubscribeQueued("*", static (_, _) => throw new InvalidOperationException("bad handler"));

        _sink.Raise("a");
        _sink.Raise("b");
        await subscription.FlushAsync().Within();

        Assert.Equal((2L, 2L, 2L), (subscription.ProcessedCount, subscription.CallbackFailures, _sink.CallbackFailures));
    }

    [Fact]
    public async Task Drops_AreReportedToTheObserverOfTheSink()
    {
        DropRecorder observer = new();
        SignalSink sink = new() { Name = "orders", Observer = observer };
        await using QueuedSignalSubscription subscription = sink.SubscribeQueued("*", _held.HandleAsync, maxConcurrency: 1, maxQueued: 1);

        sink.Raise("a");
        await _held.Started("a");
        foreach (string name in (string[])["b", "c", "d"]) sink.Raise(name);

        Assert.Equal(["orders 1 HandlerQueueFull", "orders 1 HandlerQueueFull"], observer.Drops);
        _held.Open();
    }

    [Fact]
    public async Task Dispose_EndsTheSubscription_AndMayBeRepeated()
    {
        QueuedSignalSubscription subscription = _sink.SubscribeQueued("*", _held.HandleAsync);
        _sink.Raise("a");
        await _held.Started("a");
        _sink.Raise("waiting");

        await subscription.DisposeAsync().Within();
        _sink.Raise("late");

        Assert.Equal(["a"], _held.Names);
        Assert.Equal((2L, 0), (subscription.DroppedCount, subscription.QueuedCount));
        await subscription.DisposeAsync().Within();
        subscription.Dispose();
        await subscription.FlushAsync().Within();
    }

    [Fact]
    public async Task DisposeAsync_CalledByTheHandler_IsRefusedBeforeAnythingHappened()
    {
        QueuedSignalSubscription? subscription = null;
        TaskCompletionSource<Exception?> refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        subscription = _sink.SubscribeQueued("a", async (_, _) => refused.TrySetResult(await Record.ExceptionAsync(async () => await subscription!.DisposeAsync())));

        _sink.Raise("a");
        Assert.IsType<InvalidOperationException>(await refused.Task.Within());
        _sink.Raise("a");
        await subscription.FlushAsync().Within();

        Assert.Equal(2, subscription.ProcessedCount);
        await subscription.DisposeAsync().Within();
    }

    [Fact]
    public void BadArguments_AreNamed_AndLeaveNoSubscription()
    {
        Assert.Equal("sink", Assert.Throws<ArgumentNullException>(() => SignalSubscriptionExtensions.SubscribeQueued(null!, "*", _held.HandleAsync)).ParamName);
        Assert.Equal("pattern", Assert.Throws<ArgumentNullException>(() => _sink.SubscribeQueued(null!, _held.HandleAsync)).ParamName);
        Assert.Equal("pattern", Assert.Throws<ArgumentException>(() => _sink.SubscribeQueued("", _held.HandleAsync)).ParamName);
        Assert.Equal("handler", Assert.Throws<ArgumentNullException>(() => _sink.SubscribeQueued("*", null!)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => _sink.SubscribeQueued("*", _held.HandleAsync, maxConcurrency: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _sink.SubscribeQueued("*", _held.HandleAsync, maxQueued: 0));

        _sink.Raise("a");
        Assert.Empty(_held.Names);
    }

    private sealed class DropRecorder : EphemeralObserver
    {
        private readonly Lock _gate = new();
        private readonly List<string> _drops = [];

        public IReadOnlyList<string> Drops
        {
            get { lock (_gate) return [.. _drops]; }
        }

        public override void SignalDropped(in SignalDroppedArguments arguments)
        {
            lock (_gate) _drops.Add($"{arguments.Sink} {arguments.Count} {arguments.Reason}");
        }
    }
}
