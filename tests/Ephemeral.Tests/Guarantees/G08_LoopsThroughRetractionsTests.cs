namespace Ephemeral.Tests.Guarantees;

/// <summary>G8: loops through retraction handlers and observers are cut; the cut is counted and visible.</summary>
public sealed class G08_LoopsThroughRetractionsTests
{
    private int _handled;

    [Fact]
    public void RetractionHandler_ThatRaisesAndRetractsTheSame_IsCut()
    {
        SignalSink sink = new();
        sink.SignalRetracted += _ =>
        {
            _handled++;
            sink.Raise("a");
            sink.Retract("a");
        };

        sink.Raise("a");
        sink.Retract("a");

        Assert.Equal((16, true), (_handled, sink.BlockedCount > 0));
        Assert.Single(sink.Sense(static signal => signal.Is("signal.blocked")));
    }

    [Fact]
    public void RetractionHandler_RaisesWithTheRetractionAsItsCause_AndMayRetractWhatItHandles()
    {
        SignalSink sink = new(constraints: SignalConstraints.Default); // cycles are blocked
        List<string> told = [];
        sink.SignalRetracted += signal => told.Add(signal.Signal);
        sink.SignalRetracted += _ => sink.Raise("after");
        sink.Subscribe("a", _ => sink.Retract("a"));

        sink.Raise("a");

        Assert.Equal("a", Assert.Single(told));
        Assert.Equal(0, sink.BlockedCount);
        Assert.Equal("a > a", Assert.Single(sink.Sense()).Propagation?.ToString());
    }

    [Theory]
    [InlineData("sink")]
    [InlineData("inline")]
    [InlineData("asynchronous")]
    public async Task RetractionHandler_ThatEnqueuesWhatRetractsAgain_IsCut(string way)
    {
        TaskCompletionSource blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SignalSink sink = new();
        sink.Subscribe("signal.blocked", _ => blocked.TrySetResult());
        EphemeralWorkCoordinator<int>? coordinator = null;
        coordinator = new(
            (_, operation, _) =>
            {
                Interlocked.Increment(ref _handled);
                operation.Signal("busy");
                operation.Retract("busy");
                return Task.CompletedTask;
            },
            new()
            {
                Signals = sink,
                OnSignalRetracted = _ => { if (way == "inline") coordinator!.TryEnqueue(0); },
                OnSignalRetractedAsync = async (_, _) => { if (way == "asynchronous") await coordinator!.EnqueueAsync(0); },
            });
        sink.SignalRetracted += _ => { if (way == "sink") coordinator.TryEnqueue(0); };

        await coordinator.EnqueueAsync(0);
        await blocked.Task.Within();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.InRange(_handled, 8, 17);
        Assert.True(sink.BlockedCount + coordinator.BlockedSignals > 0);
        await coordinator.DisposeAsync();
    }

    [Fact]
    public void CutByAnEmittersConstraints_IsRaisedOnceAMinute_AndTheObserverHears()
    {
        ManualTimeProvider time = new();
        int dropped = 0;
        SignalSink sink = new(1000, TimeSpan.FromHours(1), time) { Observer = new Reentrant(raised: null, _ => dropped++) };
        ScopedSignalEmitter emitter = new(new("s", "c", "a"), sink, constraints: new() { MaxDepth = 2 });
        sink.Subscribe("s.*", _ => emitter.Emit("x"));

        for (int second = 0; second <= 60; second++)
        {
            emitter.Emit("x");
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((61L, 61, 0L), (emitter.BlockedCount, dropped, sink.BlockedCount));
        Assert.Equal(2, sink.Sense(static signal => signal.Is("signal.blocked")).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CutOfAnOperationOrADispatcher_IsRaisedInTheSinkOfItsOptions(bool dispatcher)
    {
        TaskCompletionSource blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SignalSink sink = new();
        sink.Subscribe("signal.blocked", _ => blocked.TrySetResult());
        EphemeralOptions options = new() { Signals = sink, SignalConstraints = SignalConstraints.Strict };
        await using SignalDispatcher loop = new(options);
        loop.Register("x", signal =>
        {
            loop.Dispatch(signal);
            return Task.CompletedTask;
        });
        await using EphemeralWorkCoordinator<int> coordinator = new((_, operation, _) =>
        {
            operation.Signal("x");
            return Task.CompletedTask;
        }, options);
        sink.Subscribe("x", _ => coordinator.TryEnqueue(0));

        _ = dispatcher ? loop.Dispatch(new("x", 0, null, default)) : coordinator.TryEnqueue(0);

        await blocked.Task.Within();
        Assert.Equal(1, dispatcher ? loop.BlockedCount : coordinator.BlockedSignals);
    }

    [Theory]
    [InlineData("raised")]
    [InlineData("window")]
    [InlineData("blocked")]
    public void Observer_ThatRaisesIntoItsOwnSink_IsNotToldOfItsOwnDoing(string moment)
    {
        SignalSink? sink = null;
        long before = EphemeralDiagnostics.ObserverReentries;
        void Alert()
        {
            _handled++;
            sink!.Raise("alert");
        }

        sink = new(maxCapacity: 2)
        {
            Observer = new Reentrant(
                signal => { if (moment == "raised" && signal != "alert") Alert(); },
                reason => { if ((moment, reason) is ("window", SignalDropReason.Window) or ("blocked", SignalDropReason.Blocked)) Alert(); }),
        };
        if (moment == "blocked") sink.Subscribe("a", _ => sink.Raise("a"));

        sink.Raise("a");
        if (moment == "window") for (int i = 0; i < 2; i++) sink.Raise("b");

        Assert.True(_handled > 0);
        Assert.True(EphemeralDiagnostics.ObserverReentries > before);
    }

    /// <summary>G14: what an observer raises reaches everybody else, other observers included.</summary>
    [Fact]
    public void Observer_ThatReenters_KeepsNothingFromSubscribersAndOtherObservers()
    {
        SignalSink other = new() { Observer = new Reentrant(_ => _handled++, dropped: null) };
        SignalSink? sink = null;
        List<string> reached = [];
        sink = new()
        {
            Observer = new Reentrant(
                signal =>
                {
                    sink!.Raise($"{signal}.seen");
                    other.Raise($"{signal}.seen");
                },
                dropped: null),
        };
        sink.Subscribe(signal => reached.Add($"{signal.Signal} < {signal.Propagation}"));

        sink.Raise("a");

        Assert.Equal(["a.seen < a", "a < "], reached);
        Assert.Equal((1, 0L, 0L), (_handled, sink.BlockedCount, sink.CallbackFailures));
    }

    private sealed class Reentrant(Action<string>? raised, Action<SignalDropReason>? dropped) : EphemeralObserver
    {
        public override void SignalRaised(in SignalRaisedArguments arguments) => raised?.Invoke(arguments.Signal);

        public override void SignalDropped(in SignalDroppedArguments arguments) => dropped?.Invoke(arguments.Reason);
    }
}
