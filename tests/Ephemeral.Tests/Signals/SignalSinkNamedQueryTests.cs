namespace Ephemeral.Tests.Signals;

public sealed class SignalSinkNamedQueryTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;

    public SignalSinkNamedQueryTests()
    {
        _sink = new(maxAge: TimeSpan.FromSeconds(10), timeProvider: _time);
        foreach (string name in (string[])["a.x", "b", "a.y", "a.x"])
        {
            _sink.Raise(name, key: name);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void ByName_OnlyThatNameOldestFirst()
    {
        IReadOnlyList<SignalEvent> found = _sink.GetSignalsByName("a.x");

        Assert.Equal([_sink.Sense()[0], _sink.Sense()[3]], found);
        Assert.Empty(_sink.GetSignalsByName("a.*"));
        Assert.Empty(_sink.GetSignalsByName("nobody"));
    }

    [Fact]
    public void ByPattern_WhatMatchesOldestFirst()
    {
        Assert.Equal(["a.x", "a.y", "a.x"], _sink.GetSignalsByPattern("a.*").Select(static signal => signal.Signal));
        Assert.Equal(4, _sink.GetSignalsByPattern("*").Count);
    }

    [Fact]
    public void WhatIsTooOld_IsNotReturned()
    {
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Single(_sink.GetSignalsByName("a.x"));
        Assert.Equal(["b", "a.y", "a.x"], _sink.GetSignalsByPattern("*").Select(static signal => signal.Signal));
    }

    [Fact]
    public void CountRecentMatching_CountsFromATimeOnIncluded()
    {
        DateTimeOffset second = _sink.Sense()[2].Timestamp;

        Assert.Equal(2, _sink.CountRecentMatching("a.*", second));
        Assert.Equal(1, _sink.CountRecentMatching("a.*", second.AddTicks(1)));
        Assert.Equal(1, _sink.CountRecentMatching("?", default));
    }

    [Fact]
    public void WithoutText_TheyAreRefused()
    {
        Assert.Throws<ArgumentException>(() => _sink.GetSignalsByName(""));
        Assert.Throws<ArgumentException>(() => _sink.GetSignalsByPattern(""));
        Assert.Throws<ArgumentException>(() => _sink.CountRecentMatching("", default));
    }
}
