namespace Ephemeral.Tests.Typed;

public sealed class SignalKeyTests
{
    private static readonly SignalKey _saved = new("order.saved");
    private static readonly SignalKey<int> _counted = new("order.counted");
    private readonly SignalSink _sink = new();

    [Fact]
    public void Key_IsItsNameWhereverANameIsWanted()
    {
        List<string?> seen = [];
        using IDisposable subscription = _sink.Subscribe(_saved, signal => seen.Add(signal.Key));

        _saved.Raise(_sink, "42");
        _sink.Raise(_saved);
        _sink.Raise("order.lost");

        Assert.Equal(["42", null], seen);
        Assert.Equal(2, _saved.Sense(_sink).Count);
        Assert.True(_sink.Detect((string)_saved));
        Assert.Equal(("order.saved", "order.saved"), (_saved.Name, $"{_saved}"));
        Assert.Equal(new("order.saved"), _saved);
    }

    [Fact]
    public void TypedKey_TakesPayloadsOfItsTypeOnly()
    {
        TypedSignalSink<int> typed = new(_sink);

        _counted.Raise(typed, 7, "42");
        typed.Raise("order.other", 8);

        SignalEvent<int> signal = Assert.Single(_counted.Sense(typed));
        Assert.Equal(("order.counted", 7, "42"), (signal.Signal, signal.Payload, signal.Key));
        Assert.True(_sink.Detect((string)_counted));
        Assert.Equal(("order.counted", "order.counted"), (_counted.Name, $"{_counted}"));
        Assert.NotEqual<object>(new SignalKey<string>("order.counted"), _counted);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(static () => new SignalKey(null!)).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentException>(static () => new SignalKey("")).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentException>(static () => new SignalKey<int>("")).ParamName);
        Assert.Equal("sink", Assert.Throws<ArgumentNullException>(static () => _saved.Raise(null!)).ParamName);
        Assert.Equal("sink", Assert.Throws<ArgumentNullException>(static () => _saved.Sense(null!)).ParamName);
        Assert.Equal("sink", Assert.Throws<ArgumentNullException>(static () => _counted.Raise(null!, 1)).ParamName);
        Assert.Equal("sink", Assert.Throws<ArgumentNullException>(static () => _counted.Sense(null!)).ParamName);
        Assert.Throws<ArgumentNullException>(static () => (string)(SignalKey)null!);
        Assert.Throws<ArgumentNullException>(static () => (string)(SignalKey<int>)null!);
    }
}
