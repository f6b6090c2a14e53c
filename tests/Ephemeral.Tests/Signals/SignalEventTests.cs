namespace Ephemeral.Tests.Signals;

public sealed class SignalEventTests
{
    private static readonly SignalEvent _root = new("order.saved", 7, "42", default);

    [Fact]
    public void Depth_CountsTheCauses()
    {
        Assert.Equal(0, _root.Depth);
        Assert.Equal(2, (_root with { Propagation = SignalPropagation.Root("a").Extend("b") }).Depth);
    }

    [Fact]
    public void WouldCycle_ItselfOrACause_IsTrue()
    {
        SignalEvent caused = _root with { Propagation = SignalPropagation.Root("order.placed") };

        Assert.True(_root.WouldCycle("order.saved"));
        Assert.True(caused.WouldCycle("order.placed"));
        Assert.False(caused.WouldCycle("mail.sent"));
    }

    [Fact]
    public void IsAndStartsWith_AreOrdinal()
    {
        Assert.True(_root.Is("order.saved"));
        Assert.True(_root.Is("order.saved".AsSpan()));
        Assert.False(_root.Is("ORDER.saved"));
        Assert.True(_root.StartsWith("order."));
        Assert.True(_root.StartsWith("order.".AsSpan()));
        Assert.False(_root.StartsWith("saved"));
    }

    [Fact]
    public void TryGetPayload_OtherType_IsFalse()
    {
        SignalEvent signal = _root with { Payload = "text" };

        Assert.True(signal.TryGetPayload(out string? text));
        Assert.Equal("text", text);
        Assert.False(signal.TryGetPayload(out int _));
        Assert.False(_root.TryGetPayload(out string? _));
    }

    [Fact]
    public void AsCause_EndsWithTheSignalAndItsOperation()
    {
        SignalEvent caused = _root with { Propagation = SignalPropagation.Root("order.placed", 3) };

        Assert.Equal([new("order.placed", 3), new("order.saved", 7)], caused.AsCause().Path);
        Assert.Equal([new SignalCause("order.saved", 7)], _root.AsCause().Path);
    }
}
