namespace Ephemeral.Tests.Signals;

/// <summary>What a sink does with bad input at its edge, and with subscribers that misbehave behind it.</summary>
public sealed class SignalSinkEdgeTests
{
    private readonly SignalSink _sink = new();

    [Fact]
    public void EveryMember_RefusesAMissingNamePatternOrFunction_ByName()
    {
        Refused("signal", static (sink, text) => sink.Raise(text!));
        Refused("signal", static (sink, text) => sink.Raise(new SignalEvent(text!, 1, null, default)));
        Refused("pattern", static (sink, text) => sink.Subscribe(text!, static _ => { }));
        Refused("signal", static (sink, text) => sink.Detect(text!));
        Refused("pattern", static (sink, text) => sink.HasMatching(text!));
        Refused("pattern", static (sink, text) => sink.GetOpSignals(1, text!));
        Refused("signal", static (sink, text) => sink.CountRecentExact(text!, default));
        Refused("signal", static (sink, text) => sink.Retract(text!));
        Refused("signal", static (sink, text) => sink.Retract(text!, "key"));
        Refused("pattern", static (sink, text) => sink.RetractMatching(text!));
        Refused("pattern", static (sink, text) => sink.ClearPattern(text!));
        Refused("pattern", static (sink, text) => sink.RequestDrainPattern(text!));
        RefusedNull("prefix", static sink => sink.CountRecentByPrefix(null!, default));
        RefusedNull("text", static sink => sink.CountRecentByContains(null!, default));
        RefusedNull("key", static sink => sink.ClearKey(null!));
        RefusedNull("coordinatorId", static sink => sink.RequestDrain(null!));
        RefusedNull("handler", static sink => sink.Subscribe(null!));
        RefusedNull("handler", static sink => sink.Subscribe("*", null!));
        RefusedNull("predicate", static sink => sink.Sense(null!));
        RefusedNull("predicate", static sink => sink.Detect((Func<SignalEvent, bool>)null!));
        RefusedNull("predicate", static sink => sink.ClearMatching(null!));
        Assert.Equal(0, _sink.Count);
    }

    [Fact]
    public void UnknownNamesOperationsAndKeys_AreNoError()
    {
        _sink.Raise("a", "key");

        Assert.Equal((0, 0, 0), (_sink.Retract("none"), _sink.Retract("a", "none"), _sink.RetractMatching("none.*")));
        Assert.Equal((0, 0), (_sink.ClearOperation(-5), _sink.ClearKey("none")));
        Assert.Empty(_sink.GetOpSignals(-5));
        Assert.Null(_sink.GetOp(-5));
        Assert.Equal((1, 0), (_sink.CountRecentByPrefix("", default), _sink.CountRecentByContains("none", default)));
        Assert.False(_sink.Detect([]));
        Assert.Equal(1, _sink.Count);
    }

    [Fact]
    public async Task SubscriberThatBlocks_HoldsItsOwnRaiserOnly()
    {
        Gate held = new();
        using ManualResetEventSlim open = new();
        int others = 0;
        _sink.Subscribe("blocks", signal =>
        {
            _ = held.WaitAsync();
            open.Wait(TestTimeout.Limit);
        });
        _sink.Subscribe("other", _ => others++);

        Task blocked = Task.Run(() => _sink.Raise("blocks"));
        await held.Reached;
        _sink.Raise("other");
        using IDisposable added = _sink.Subscribe("blocks", static _ => { });

        Assert.Equal((1, 2), (others, _sink.Count));
        Assert.True(_sink.Detect("blocks"));
        open.Set();
        await blocked.Within();
    }

    [Fact]
    public void SubscriberThatUsesEveryMember_FindsTheSinkUsable()
    {
        int calls = 0;
        IDisposable? own = null;
        own = _sink.Subscribe("a", signal =>
        {
            calls++;
            _sink.Raise("b");
            _sink.Retract("a");
            _sink.UpdateWindowSize(10);
            _sink.Clear();
            own!.Dispose();
            own.Dispose();
        });

        _sink.Raise("a");
        _sink.Raise("a");

        Assert.Equal((1, 0L), (calls, _sink.CallbackFailures));
        Assert.Equal(["sink.cleared", "a"], _sink.Sense().Select(static signal => signal.Signal));
    }

    [Fact]
    public void PayloadOfAnotherType_IsNotGiven()
    {
        TypedSignalSink<string> texts = new(_sink);
        TypedSignalSink<int> numbers = new(_sink);
        List<bool> isNumber = [];
        int typed = 0;
        _sink.Subscribe("a", signal => isNumber.Add(signal.TryGetPayload(out int _)));
        numbers.Subscribe("a", _ => typed++);

        texts.Raise("a", "text");
        texts.Raise("a", null!);
        _sink.Raise("a");
        numbers.Raise("a", 1);

        Assert.Equal([false, false, false, true], isNumber);
        Assert.Equal((1, 1), (typed, numbers.Sense().Count));
    }

    [Fact]
    public async Task RequestDrainAndClear_DrainsWhoListens_AndLeavesNothing()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Signals = _sink });
        _sink.Raise("a");

        _sink.RequestDrainAndClear();

        Assert.True(coordinator.IsCompleted);
        Assert.Equal(["sink.cleared"], _sink.Sense().Select(static signal => signal.Signal));
    }

    private void Refused(string parameter, Action<SignalSink, string?> act)
    {
        Assert.Equal(parameter, Assert.Throws<ArgumentNullException>(() => act(_sink, null)).ParamName);
        Assert.Equal(parameter, Assert.Throws<ArgumentException>(() => act(_sink, "")).ParamName);
    }

    private void RefusedNull(string parameter, Action<SignalSink> act) =>
        Assert.Equal(parameter, Assert.Throws<ArgumentNullException>(() => act(_sink)).ParamName);
}
