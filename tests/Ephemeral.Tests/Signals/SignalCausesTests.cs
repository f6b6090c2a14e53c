using Ephemeral.Signals;

namespace Ephemeral.Tests.Signals;

public sealed class SignalCausesTests
{
    private readonly SignalSink _sink = new();

    [Fact]
    public void Raise_InsideHandlers_KnowsTheWholeChainWithItsOperations()
    {
        SignalPropagation? chain = null;
        _sink.Subscribe("a", _ => _sink.Raise(new SignalEvent("b", 2, null, default)));
        _sink.Subscribe("b", _ => _sink.Raise(new SignalEvent("c", 3, null, default)));
        _sink.Subscribe("c", signal => chain = signal.Propagation);

        _sink.Raise(new SignalEvent("a", 1, null, default));

        Assert.NotNull(chain);
        Assert.Equal([new("a", 1), new("b", 2)], chain.Path);
        Assert.Same(chain, _sink.Sense()[2].Propagation);
        Assert.Null(SignalCauses.Capture());
    }

    [Fact]
    public void Capture_InsideAHandler_IsMadeOnce()
    {
        SignalPropagation? first = null;
        SignalPropagation? second = null;
        _sink.Subscribe("a", _ => first = SignalCauses.Capture());
        _sink.Subscribe("a", _ => second = SignalCauses.Capture());

        _sink.Raise(new SignalEvent("a", 1, null, default));

        Assert.Equal([new SignalCause("a", 1)], first!.Path);
        Assert.Same(first, second);
    }

    [Fact]
    public void Capture_AfterAHandlerThrew_IsNull()
    {
        _sink.Subscribe("a", static _ => throw new InvalidOperationException("bad handler"));

        _sink.Raise("a");

        Assert.Null(SignalCauses.Capture(out int depth));
        Assert.Equal(0, depth);
    }

    [Fact]
    public async Task Raise_InsideARunningOperation_HasItsCause()
    {
        SignalPropagation cause = SignalPropagation.Root("trigger", 1);
        SignalEvent raised = default;
        _sink.Subscribe(signal => raised = signal);

        await Task.Run(() =>
        {
            AmbientOperation.Current = new RunningOperation(9, cause);
            _sink.Raise("a");
        }).Within();

        Assert.Same(cause, raised.Propagation);
        Assert.Null(AmbientOperation.Current);
    }

    [Fact]
    public async Task Capture_HandlerInsideAnOperation_IsTheHandlersSignal()
    {
        SignalPropagation? captured = null;
        _sink.Subscribe("a", _ => captured = SignalCauses.Capture());

        await Task.Run(() =>
        {
            AmbientOperation.Current = new RunningOperation(9, SignalPropagation.Root("trigger", 1));
            _sink.Raise(new SignalEvent("a", 9, null, default));
        }).Within();

        Assert.Equal([new("trigger", 1), new("a", 9)], captured!.Path);
    }

    [Fact]
    public async Task Capture_OfASignalWithAnIdOfItsOwn_NamesTheOperationWhoseBodyRaisedIt()
    {
        List<SignalPropagation?> captured = [];
        List<long> ids = [];
        _sink.Subscribe("a", signal => ids.Add(signal.OperationId));
        _sink.Subscribe("a", _ => captured.Add(SignalCauses.Capture()));

        await Task.Run(() =>
        {
            AmbientOperation.Current = new RunningOperation(9, null);
            _sink.Raise("a");
            _sink.Raise(new SignalEvent("a", 4, null, default));
        }).Within();
        _sink.Raise("a");

        Assert.Equal([new("a", 9), new("a", 4), new("a", ids[2])], captured.SelectMany(static chain => chain!.Path));
        Assert.NotEqual(9, ids[0]);
    }

    [Fact]
    public void Raise_WithAPropagationOfItsOwn_TakesTheLongerChain()
    {
        SignalPropagation own = SignalPropagation.Root("x").Extend("y");
        List<string?> chains = [];
        _sink.Subscribe("b", signal => chains.Add(signal.Propagation?.ToString()));
        _sink.Subscribe("a", signal =>
        {
            _sink.Raise(new SignalEvent("b", 0, null, default, own));
            _sink.Raise(new SignalEvent("b", 0, null, default, signal.Propagation));
        });

        _sink.Raise("a");

        Assert.Equal(["x > y", "a"], chains);
    }

    [Fact]
    public void Raise_OfAnEventHandedOn_CountsTheEventItselfAsACause()
    {
        SignalSink other = new();
        SignalPropagation? chain = null;
        other.Subscribe(signal => chain = signal.Propagation);
        _sink.Subscribe("a", _ => _sink.Raise("b"));
        _sink.Subscribe("b", other.Raise);

        _sink.Raise("a");

        Assert.Equal("a > b", chain?.ToString());
    }

    [Fact]
    public void Raise_ToAPassiveSubscriber_PublishesNoCause()
    {
        SignalPropagation? captured = SignalPropagation.Root("none");
        using IDisposable subscription = _sink.Subscribe("a", _ => captured = SignalCauses.Capture(), passive: true);

        _sink.Raise("a");

        Assert.Null(captured);
    }

    [Fact]
    public void LeafSignal_IsRaisedAndBeginsANewChain()
    {
        SignalSink sink = new(constraints: new() { LeafSignals = ["b"] });
        List<string?> chains = [];
        sink.Subscribe("a", _ => sink.Raise("b"));
        sink.Subscribe("b", _ => sink.Raise("c"));
        sink.Subscribe(signal => chains.Add($"{signal.Signal}: {signal.Propagation}"));

        sink.Raise("a");

        Assert.Equal(["c: b", "b: ", "a: "], chains);
    }

    private sealed class RunningOperation(long id, SignalPropagation? cause) : AmbientOperation
    {
        public override long OperationId => id;

        public override string? OperationKey => null;

        public override SignalPropagation? Cause => cause;
    }
}
