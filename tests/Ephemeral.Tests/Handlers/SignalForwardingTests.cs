namespace Ephemeral.Tests.Handlers;

public sealed class SignalForwardingTests
{
    private readonly SignalSink _source = new();
    private readonly SignalSink _target = new();

    [Fact]
    public void SubscribeToPattern_RaisesMatchesInTheTarget_AsTheyAre()
    {
        TypedSignalSink<string> typed = new(_source);
        List<string> forwarded = [];
        SignalEvent got = default;
        _target.Subscribe(signal => got = signal);
        using SignalSubscription subscription = _target.SubscribeToPattern(_source, "order.*", onForwarded: signal => forwarded.Add(signal.Signal));

        typed.Raise("order.saved", "payload", "42");
        _source.Raise("mail.sent");

        SignalEvent original = Assert.Single(_source.Sense(static signal => signal.Is("order.saved")));
        Assert.Equal((original.OperationId, "42", original.Timestamp, "payload"), (got.OperationId, got.Key, got.Timestamp, got.Payload));
        Assert.Equal("order.saved", got.Propagation?.ToString());
        Assert.Equal(["order.saved"], forwarded);
        Assert.Equal(("order.*", 1L), (subscription.Pattern, subscription.ForwardedCount));
    }

    [Fact]
    public void Transform_MakesTheEventThatIsRaised_AlsoInTheSameSink()
    {
        using SignalSubscription subscription =
            _source.SubscribeToPattern(_source, "order.*", static signal => signal with { Signal = $"copy.{signal.Signal}" });

        _source.Raise("order.saved");

        Assert.Equal(["order.saved", "copy.order.saved"], _source.Sense().Select(static signal => signal.Signal));
    }

    [Fact]
    public void Unsubscribe_EndsIt_AndMayBeRepeated()
    {
        SignalSubscription subscription = _target.SubscribeToPattern(_source, "*");
        _source.Raise("a");

        subscription.Unsubscribe();
        subscription.Unsubscribe();
        subscription.Dispose();
        _source.Raise("b");

        Assert.Equal(["a"], _target.Sense().Select(static signal => signal.Signal));
    }

    [Fact]
    public void FunctionsThatThrowOrGiveNoName_AreCountedByTheSource()
    {
        using SignalSubscription throws = _target.SubscribeToPattern(_source, "a", static _ => throw new InvalidOperationException("bad transform"));
        using SignalSubscription nameless = _target.SubscribeToPattern(_source, "a", static _ => default);
        using SignalSubscription told = _target.SubscribeToPattern(_source, "a", onForwarded: static _ => throw new InvalidOperationException("bad"));

        _source.Raise("a");

        Assert.Equal(3, _source.CallbackFailures);
        Assert.Equal(["a"], _target.Sense().Select(static signal => signal.Signal));
        Assert.Equal((0L, 0L, 1L), (throws.ForwardedCount, nameless.ForwardedCount, told.ForwardedCount));
    }

    [Fact]
    public void WhatTheTargetBlocks_IsNotForwarded()
    {
        SignalSink target = new(constraints: new() { MaxDepth = 1 });
        int told = 0;
        using SignalSubscription subscription = target.SubscribeToPattern(_source, "*", onForwarded: _ => told++);

        _source.Raise("a");

        Assert.Equal((1L, 0L, 0), (target.BlockedCount, subscription.ForwardedCount, told));
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Assert.Equal("target", Assert.Throws<ArgumentNullException>(() => SignalSubscriptionExtensions.SubscribeToPattern(null!, _source, "*")).ParamName);
        Assert.Equal("source", Assert.Throws<ArgumentNullException>(() => _target.SubscribeToPattern(null!, "*")).ParamName);
        Assert.Equal("pattern", Assert.Throws<ArgumentException>(() => _target.SubscribeToPattern(_source, "")).ParamName);
        ArgumentException same = Assert.Throws<ArgumentException>(() => _source.SubscribeToPattern(_source, "*"));
        Assert.Contains("same sink", same.Message, StringComparison.Ordinal);
    }
}
