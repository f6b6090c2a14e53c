namespace Ephemeral.Tests.Guarantees;

/// <summary>G5, the sink's part: what a subscriber or another callback throws is caught, counted and reported.</summary>
public sealed class G05_ThrowingSubscriberHarmsNothingTests
{
    [Fact]
    public void EveryCallbackOfASink_MayThrow()
    {
        SignalSink sink = new(constraints: new()
        {
            MaxDepth = 2,
            OnBlocked = static (_, _) => throw new InvalidOperationException("blocked"),
        });
        List<string> reached = [];
        using IDisposable bad = sink.Subscribe(static _ => throw new InvalidOperationException("subscriber"));
        using IDisposable loop = sink.Subscribe("a", _ => sink.Raise("b"));
        using IDisposable deep = sink.Subscribe("b", _ => sink.Raise("c"));
        using IDisposable good = sink.Subscribe(signal => reached.Add(signal.Signal));
        sink.SignalRetracted += static _ => throw new InvalidOperationException("retracted");

        sink.Raise("a");
        sink.Retract("a");

        Assert.Equal(["signal.blocked", "b", "a"], reached);
        Assert.Equal(1, sink.BlockedCount);
        Assert.Equal(3 + 1 + 1, sink.CallbackFailures);
    }

    [Fact]
    public void ThrowingObserver_IsCountedAndKeptAway()
    {
        long before = EphemeralDiagnostics.ObserverFailures;
        SignalSink sink = new() { Observer = new ThrowingObserver() };

        sink.Raise("a");

        Assert.True(sink.Detect("a"));
        Assert.Equal(0, sink.CallbackFailures);
        Assert.True(EphemeralDiagnostics.ObserverFailures > before);
    }

    private sealed class ThrowingObserver : EphemeralObserver
    {
        public override void SignalRaised(in SignalRaisedArguments arguments) => throw new InvalidOperationException("observer");
    }
}
