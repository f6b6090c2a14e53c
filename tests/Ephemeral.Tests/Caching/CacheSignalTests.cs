namespace Ephemeral.Tests.Caching;

/// <summary>What a cache tells of itself.</summary>
public sealed class CacheSignalTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void EveryEvent_IsSignalledByDefault()
    {
        using EphemeralLruCache<string, int> cache = Create(new() { MaxSize = 1, HotAccessThreshold = 3, TimeProvider = _time });
        cache.TryGet("a", out _);
        for (int i = 0; i < 4; i++) cache.GetOrAdd("a", static _ => 1);
        cache.GetOrAdd("b", static _ => 1);
        cache.Invalidate("b");

        Assert.Equal(
            [
                "cache.miss:a", "cache.miss:a", "cache.hit:a", "cache.hit:a", "cache.hot:a", "cache.hit:a",
                "cache.miss:b", "cache.evict:a", "cache.invalidate:b",
            ],
            Names(cache));
    }

    [Fact]
    public void Sampling_TakesTheFirstOfEverySoMany_OfEachKind_AndAllEvictions()
    {
        using EphemeralLruCache<int, int> cache = new(new() { MaxSize = 2, SampleRate = 5, TimeProvider = _time });
        for (int i = 0; i < 12; i++)
        {
            cache.GetOrAdd(i, static _ => 1);
            cache.TryGet(i, out _);
        }

        Assert.Equal(["cache.miss:0", "cache.miss:5", "cache.miss:10"], cache.GetSignals("cache.miss:*").Select(static signal => signal.Signal));
        Assert.Equal(["cache.hit:0", "cache.hit:5", "cache.hit:10"], cache.GetSignals("cache.hit:*").Select(static signal => signal.Signal));
        Assert.Equal(10, cache.GetSignals("cache.evict:*").Count);
    }

    [Fact]
    public void SampleRateZero_TurnsSignalsOff()
    {
        using EphemeralLruCache<string, int> cache = Create(new() { MaxSize = 1, SampleRate = 0, TimeProvider = _time });
        cache.GetOrAdd("a", static _ => 1);
        cache.GetOrAdd("b", static _ => 1);
        cache.Invalidate("b");

        Assert.Empty(cache.GetSignals());
    }

    [Fact]
    public void Signals_AreBoundedInNumberAndAge_AndWhatIsDroppedIsCounted()
    {
        using EphemeralLruCache<int, int> cache = new(new() { TimeProvider = _time });
        for (int i = 0; i < 1_100; i++) cache.TryGet(i, out _);
        Assert.Equal((1_000, "cache.miss:100"), (cache.GetSignals().Count, cache.GetSignals()[0].Signal));
        Assert.Equal(100, cache.DroppedSignals);

        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Assert.Equal(1_000, cache.GetSignals().Count);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Empty(cache.GetSignals());
    }

    [Fact]
    public void Signals_HaveTheirTime_TheKey_AndTheCachesId()
    {
        using EphemeralLruCache<string, int> cache = Create(new() { TimeProvider = _time });
        cache.TryGet("a", out _);
        DateTimeOffset then = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(5));
        cache.TryGet("b", out _);

        IReadOnlyList<SignalEvent> signals = cache.GetSignals();

        Assert.Equal(["a", "b"], signals.Select(static signal => signal.Key));
        Assert.Equal([then, then.AddSeconds(5)], signals.Select(static signal => signal.Timestamp));
        Assert.Single(signals.Select(static signal => signal.OperationId).Distinct());
    }

    [Fact]
    public void Sink_GetsTheSameSignals_OutsideTheLock()
    {
        SignalSink sink = new(timeProvider: _time);
        using EphemeralLruCache<string, int> cache = Create(new() { MaxSize = 1, Signals = sink, TimeProvider = _time });
        List<int> totals = [];
        sink.Subscribe("cache.evict:*", _ => totals.Add(Task.Run(() => cache.GetStats().Total).WaitAsync(TestTimeout.Limit).GetAwaiter().GetResult()));
        cache.GetOrAdd("a", static _ => 1);
        cache.GetOrAdd("b", static _ => 1);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal([1, 0], totals);
        Assert.Equal(["cache.evict:b"], sink.Sense().Select(static signal => signal.Signal));
    }

    [Fact]
    public void KeyThatCannotSayItsName_HarmsNothing()
    {
        SignalSink sink = new(timeProvider: _time);
        using EphemeralLruCache<Mute, int> cache = new(new() { Signals = sink, TimeProvider = _time });
        cache.GetOrAdd(new(1), static _ => 1);

        Assert.True(cache.TryGet(new(1), out _));
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(0, cache.GetStats().Total);
        Assert.Equal(3, cache.CallbackFailures);
        Assert.Equal(["cache.evict:Mute"], sink.Sense().Select(static signal => signal.Signal));
    }

    private static EphemeralLruCache<string, int> Create(EphemeralLruCacheOptions options) => new(options);

    private static IEnumerable<string> Names(EphemeralLruCache<string, int> cache) => cache.GetSignals().Select(static signal => signal.Signal);

    private readonly record struct Mute(int Id)
    {
        public override string ToString() => throw new NotSupportedException();
    }
}
