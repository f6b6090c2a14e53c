namespace Ephemeral.Tests.Guarantees;

/// <summary>G8: loops through queued handlers, dispatchers, forwarding and scoped emitters are cut at the depth limit; the cut is counted and visible.</summary>
public sealed class G08_LoopsThroughHandlersTests
{
    private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SignalSink _sink;
    private int _handled;

    public G08_LoopsThroughHandlersTests()
    {
        _sink = new();
        _sink.Subscribe("signal.blocked", _ => _blocked.TrySetResult());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task QueuedHandlerThatRaisesItsOwnSignal_IsCut(bool besideAnInlineSubscriber)
    {
        using IDisposable? inline = besideAnInlineSubscriber ? _sink.Subscribe(static _ => { }) : null;
        await using QueuedSignalSubscription subscription = _sink.SubscribeQueued("loop", (_, _) => RaiseAsync("loop"));

        _sink.Raise("loop");

        await IsCutAsync(16);
    }

    [Fact]
    public async Task TwoQueuedHandlersThatRaiseEachOther_AreCut()
    {
        await using QueuedSignalSubscription ping = _sink.SubscribeQueued("ping", (_, _) => RaiseAsync("pong"));
        await using QueuedSignalSubscription pong = _sink.SubscribeQueued("pong", (_, _) => RaiseAsync("ping"));

        _sink.Raise("ping");

        await IsCutAsync(16);
    }

    [Fact]
    public async Task InlineAndQueuedHandlersThatRaiseEachOther_AreCut()
    {
        _sink.Subscribe("inline", _ => _sink.Raise("queued"));
        await using QueuedSignalSubscription queued = _sink.SubscribeQueued("queued", (_, _) => RaiseAsync("inline"));

        _sink.Raise("inline");

        await IsCutAsync(8);
    }

    [Fact]
    public async Task ProcessorFedByASubscriber_IsCut()
    {
        await using AsyncSignalProcessor processor = new((_, _) => RaiseAsync("loop"));
        _sink.Subscribe("loop", signal => processor.Enqueue(signal));

        _sink.Raise("loop");

        await IsCutAsync(16);
    }

    [Fact]
    public async Task ProcessorFedWithEventsOfTheSubscribersOwnMaking_IsCut()
    {
        await using AsyncSignalProcessor processor = new((_, _) => RaiseAsync("loop"));
        _sink.Subscribe("loop", _ => processor.Enqueue(new("copy", 0, null, default)));

        _sink.Raise("loop");

        await IsCutAsync(8);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ProcessorThatFeedsItself_IsCut_WithoutAnySink(bool theSameEvent)
    {
        AsyncSignalProcessor? processor = null;
        processor = new(async (signal, _) =>
        {
            Interlocked.Increment(ref _handled);
            await Task.Yield();
            if (!processor!.Enqueue(theSameEvent ? signal : new("loop", 0, null, default))) _blocked.TrySetResult();
        });

        processor.Enqueue(new("loop", 0, null, default));
        await _blocked.Task.Within();

        Assert.Equal((16, 1L), (_handled, processor.BlockedCount));
        await processor.DisposeAsync().Within();
    }

    [Fact]
    public async Task DispatcherFedByASubscriber_IsCut()
    {
        await using SignalDispatcher dispatcher = new();
        dispatcher.Register("loop", _ => RaiseAsync("loop"));
        _sink.Subscribe("loop", signal => dispatcher.Dispatch(signal));

        _sink.Raise("loop");

        await IsCutAsync(16);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DispatcherThatDispatchesToItself_IsCut_WithoutAnySink(bool theSameEvent)
    {
        List<SignalBlockReason> reasons = [];
        SignalConstraints constraints = new() { MaxDepth = 4, BlockCycles = false, OnBlocked = (_, reason) => Add(reasons, reason) };
        await using SignalDispatcher dispatcher = new(new() { SignalConstraints = constraints });
        dispatcher.Register("loop", async signal =>
        {
            Interlocked.Increment(ref _handled);
            await Task.Yield();
            if (!dispatcher.Dispatch(theSameEvent ? signal : new("loop", 0, null, default))) _blocked.TrySetResult();
        });

        dispatcher.Dispatch(new("loop", 0, null, default));
        await _blocked.Task.Within();

        Assert.Equal((4, 1L), (_handled, dispatcher.BlockedCount));
        Assert.Equal([SignalBlockReason.MaxDepthExceeded], reasons);
    }

    [Fact]
    public async Task DispatcherWithoutConstraintsOfItsOwn_HasTheLimitsOfASink()
    {
        await using SignalDispatcher dispatcher = new();
        dispatcher.Register("loop", signal =>
        {
            Interlocked.Increment(ref _handled);
            if (!dispatcher.Dispatch(signal)) _blocked.TrySetResult();
            return Task.CompletedTask;
        });

        dispatcher.Dispatch(new("loop", 0, null, default));
        await _blocked.Task.Within();

        Assert.Equal((16, 1L), (_handled, dispatcher.BlockedCount));
    }

    [Fact]
    public async Task AsynchronousCallbackOfACoordinator_ThatFeedsTheCoordinator_IsCut()
    {
        EphemeralWorkCoordinator<int>? coordinator = null;
        coordinator = new(
            (_, operation, _) =>
            {
                Interlocked.Increment(ref _handled);
                operation.Signal("loop");
                return Task.CompletedTask;
            },
            new() { Signals = _sink, OnSignalAsync = async (_, _) => await coordinator!.EnqueueAsync(0) });

        await coordinator.EnqueueAsync(0);
        await _blocked.Task.Within();

        Assert.InRange(_handled, 16, 17);
        Assert.Equal(1, _sink.BlockedCount + coordinator.BlockedSignals);
        await coordinator.DisposeAsync();
    }

    [Fact]
    public void SinksThatForwardToEachOther_AreCut()
    {
        SignalSink other = new();
        using SignalSubscription there = other.SubscribeToPattern(_sink, "x*");
        using SignalSubscription back = _sink.SubscribeToPattern(other, "x*");

        _sink.Raise("x");

        Assert.Equal(15, there.ForwardedCount + back.ForwardedCount);
        Assert.Equal(1, _sink.BlockedCount + other.BlockedCount);
    }

    [Fact]
    public async Task ForwardingThroughAQueuedHandler_IsCut()
    {
        SignalSink other = new();
        other.Subscribe("signal.blocked", _ => _blocked.TrySetResult());
        using SignalSubscription there = other.SubscribeToPattern(_sink, "x");
        await using QueuedSignalSubscription back = other.SubscribeQueued("x", (_, _) => RaiseAsync("x"));

        _sink.Raise("x");
        await _blocked.Task.Within();

        Assert.Equal(8, Volatile.Read(ref _handled));
        Assert.Equal(1, _sink.BlockedCount + other.BlockedCount);
    }

    [Fact]
    public void ScopedEmitter_ThatEmitsWhatItIsCalledFor_IsCut()
    {
        ScopedSignalEmitter emitter = new(new("sink", "coordinator", "atom"), _sink);
        _sink.Subscribe("*.loop", _ =>
        {
            _handled++;
            emitter.Emit("loop");
        });

        emitter.EmitSinkSignal("loop");

        Assert.Equal((16, 1L), (_handled, _sink.BlockedCount));
    }

    [Fact]
    public void TypedSinksThatRaiseEachOther_AreCut()
    {
        TypedSignalSink<int> numbers = new(_sink);
        TypedSignalSink<string> texts = new(_sink);
        numbers.Subscribe(signal => texts.Raise("text", $"{signal.Payload}"));
        texts.Subscribe(_ =>
        {
            _handled++;
            numbers.Raise("number", _handled);
        });

        numbers.Raise("number", 0);

        Assert.Equal((8, 1L), (_handled, _sink.BlockedCount));
    }

    [Fact]
    public async Task OnBlockedOfAnOperation_ThatRaisesTheSameAgain_IsCalledOnce()
    {
        int blocked = 0;
        EphemeralOperation? operation = null;
        SignalConstraints constraints = new()
        {
            MaxDepth = 1,
            OnBlocked = (signal, _) =>
            {
                blocked++;
                operation!.Signal(signal.Signal);
            },
        };
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, own, _) =>
            {
                operation = own;
                own.EmitCaused("again", SignalPropagation.Root("again"));
                return Task.CompletedTask;
            },
            new() { SignalConstraints = constraints });
        _sink.Subscribe("start", _ => coordinator.TryEnqueue(0));

        _sink.Raise("start");
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal((1, 2L, 0L), (blocked, coordinator.BlockedSignals, coordinator.CallbackFailures));
    }

    private static void Add<T>(List<T> list, T item)
    {
        lock (list) list.Add(item);
    }

    private async Task RaiseAsync(string signal)
    {
        Interlocked.Increment(ref _handled);
        await Task.Yield();
        _sink.Raise(signal);
    }

    private async Task IsCutAsync(int handled)
    {
        await _blocked.Task.Within();
        Assert.Equal((handled, 1L), (Volatile.Read(ref _handled), _sink.BlockedCount));
        Assert.Single(_sink.Sense(static signal => signal.Is("signal.blocked")));
    }
}
