namespace Ephemeral.Tests.Guarantees;

/// <summary>G14: subscribers are isolated from each other and from the raiser; the untyped mirror is always raised.</summary>
public sealed class G14_SubscribersAreIsolatedTests
{
    [Fact]
    public void ThrowingSubscriber_KeepsNothingFromTheOthersOrTheRaiser()
    {
        SignalSink sink = new();
        List<string> reached = [];
        sink.SignalRaised += static _ => throw new InvalidOperationException("event");
        sink.SignalRaised += _ => reached.Add("event");
        sink.Subscribe("a", static _ => throw new InvalidOperationException("exact"));
        sink.Subscribe("a", _ => reached.Add("exact"));
        sink.Subscribe("?", _ => throw new InvalidOperationException("passive"), passive: true);
        sink.Subscribe("?", _ => reached.Add("passive"), passive: true);

        sink.Raise("a");

        Assert.Equal(["event", "exact", "passive"], reached);
        Assert.Equal(3, sink.CallbackFailures);
    }

    [Fact]
    public void ThrowingTypedSubscriber_DoesNotStopTheMirror()
    {
        TypedSignalSink<int> typed = new();
        List<string> reached = [];
        typed.TypedSignalRaised += static _ => throw new InvalidOperationException("typed");
        typed.TypedSignalRaised += signal => reached.Add($"typed {signal.Payload}");
        typed.Untyped.Subscribe(signal => reached.Add($"untyped {signal.Payload}"));

        typed.Raise("a", 5);

        Assert.Equal(["typed 5", "untyped 5"], reached);
        Assert.True(typed.Untyped.Detect("a"));
        Assert.Equal(1, typed.Untyped.CallbackFailures);
    }
}
