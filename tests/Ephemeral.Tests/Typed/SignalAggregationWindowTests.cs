namespace Ephemeral.Tests.Typed;

public sealed class SignalAggregationWindowTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly TypedSignalSink<int> _sink;
    private readonly SignalAggregationWindow<int> _window;

    public SignalAggregationWindowTests()
    {
        _sink = new(new SignalSink(timeProvider: _time), maxCapacity: 100, TimeSpan.FromHours(1));
        _window = new(_sink);
    }

    [Fact]
    public void Aggregates_AreOverTheMatchesInTheWindow()
    {
        _sink.Raise("sale.books", 10, "a");
        _sink.Raise("sale.games", 20, "b");
        _sink.Raise("sale.books", 30, "b");
        _sink.Raise("visit", 1);

        Assert.Equal([10, 20, 30, 1], _window.Query().Select(static signal => signal.Payload));
        Assert.Equal([10, 30], _window.Query("sale.books").Select(static signal => signal.Payload));
        Assert.Equal((4, 3, 0), (_window.Count(), _window.Count("sale.*"), _window.Count("none")));
        Assert.Equal(60, _window.Sum(static payload => payload, "sale.*"));
        Assert.Equal(20, _window.Average(static payload => payload, "sale.*"));
        ILookup<string?, SignalEvent<int>> groups = _window.GroupBy(static signal => signal.Key, "sale.*");
        Assert.Equal(["a", "b"], groups.Select(static group => group.Key));
        Assert.Equal([20, 30], groups["b"].Select(static signal => signal.Payload));
    }

    [Fact]
    public void Window_IsExact_WhateverTheWallClockDoes()
    {
        _sink.Raise("a", 1);
        _time.Advance(TimeSpan.FromMinutes(2));
        _sink.Raise("a", 2);
        _time.StepWallClock(TimeSpan.FromHours(-3));

        _time.Advance(TimeSpan.FromMinutes(3) - TimeSpan.FromTicks(1));
        Assert.Equal(2, _window.Count());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(2, Assert.Single(_window.Query()).Payload);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((0, 0d, null), (_window.Count(), _window.Sum(static payload => payload), _window.Average(static payload => payload)));
        Assert.Equal(2, _sink.Sense().Count);
    }

    [Fact]
    public void Window_SeesNoMoreThanTheSinkHolds()
    {
        TypedSignalSink<int> small = new(new SignalSink(timeProvider: _time), maxCapacity: 2, TimeSpan.FromSeconds(10));
        SignalAggregationWindow<int> window = new(small, TimeSpan.MaxValue);

        for (int i = 0; i < 3; i++) small.Raise("a", i);

        Assert.Equal((2, 1L), (window.Count(), small.DroppedCount));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((0, 1L), (window.Count(), small.DroppedCount));
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), _window.Window);
        Assert.Equal("sink", Assert.Throws<ArgumentNullException>(static () => new SignalAggregationWindow<int>(null!)).ParamName);
        Assert.Equal("window", Assert.Throws<ArgumentOutOfRangeException>(() => new SignalAggregationWindow<int>(_sink, TimeSpan.FromSeconds(-1))).ParamName);
        Assert.Equal("window", Assert.Throws<ArgumentOutOfRangeException>(() => new SignalAggregationWindow<int>(_sink, TimeSpan.Zero)).ParamName);
        Assert.Equal("pattern", Assert.Throws<ArgumentException>(() => _window.Query("")).ParamName);
        Assert.Equal("selector", Assert.Throws<ArgumentNullException>(() => _window.Sum(null!)).ParamName);
        Assert.Equal("selector", Assert.Throws<ArgumentNullException>(() => _window.Average(null!)).ParamName);
        Assert.Equal("selector", Assert.Throws<ArgumentNullException>(() => _window.GroupBy<int>(null!)).ParamName);
    }
}
