using Ephemeral.Signals;

namespace Ephemeral.Tests.Signals;

public sealed class SignalSinkTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;

    public SignalSinkTests() => _sink = new(maxCapacity: 4, TimeSpan.FromSeconds(10), _time);

    [Fact]
    public void Raise_ByName_HasAnIdAndATime()
    {
        _sink.Raise("a", "k");
        _time.Advance(TimeSpan.FromSeconds(3));
        _sink.Raise("a");

        IReadOnlyList<SignalEvent> signals = _sink.Sense();
        Assert.Equal(["a", "a"], signals.Select(static signal => signal.Signal));
        Assert.Equal(["k", null], signals.Select(static signal => signal.Key));
        Assert.NotEqual(signals[0].OperationId, signals[1].OperationId);
        Assert.Equal(TimeSpan.FromSeconds(3), signals[1].Timestamp - signals[0].Timestamp);
        Assert.Equal(_time.GetUtcNow(), signals[1].Timestamp);
    }

    [Fact]
    public void Raise_OfAnEvent_KeepsItsTimeAndLetsItsAgeCountFromNow()
    {
        DateTimeOffset longAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(2));
        _sink.Raise(new SignalEvent("a", 7, "k", longAgo));

        Assert.Equal(new SignalEvent("a", 7, "k", longAgo), Assert.Single(_sink.Sense()));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(_sink.Sense());
    }

    [Fact]
    public void Raise_WithAPayload_DeliversItAndDoesNotKeepIt()
    {
        object? delivered = null;
        using IDisposable subscription = _sink.Subscribe(signal => delivered = signal.Payload);

        _sink.Raise(new SignalEvent("a", 0, null, default) { Payload = "text" });

        Assert.Equal("text", delivered);
        Assert.Null(Assert.Single(_sink.Sense()).Payload);
    }

    [Fact]
    public void WallClockStep_ShowsInTimesWithinASecond_AndExpiresNothing()
    {
        _sink.Raise("a");
        _time.StepWallClock(TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        _sink.Raise("b");

        Assert.Equal(2, _sink.Count);
        Assert.Equal(_time.GetUtcNow(), _sink.Sense()[1].Timestamp);
    }

    [Fact]
    public void Sense_WithAPredicate_MayCallTheSink()
    {
        _sink.Raise("a");
        _sink.Raise("b");

        Assert.Equal("b", Assert.Single(_sink.Sense(signal => signal.Is("b") && _sink.Detect("a"))).Signal);
        Assert.True(_sink.Detect(static signal => signal.Is("b")));
        Assert.False(_sink.Detect(static signal => signal.Is("c")));
    }

    [Fact]
    public void Detect_PresentExpiredAbsent_IsExact()
    {
        _sink.Raise("a");

        Assert.True(_sink.Detect("a"));
        Assert.True(_sink.Detect("xa".AsSpan(1)));
        Assert.False(_sink.Detect("b"));
        Assert.True(_sink.HasMatching("?"));
        Assert.True(_sink.HasMatching("a"));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(_sink.Detect("a"));
        Assert.False(_sink.Detect("a".AsSpan()));
        Assert.False(_sink.HasMatching("*"));
    }

    [Fact]
    public void GetOp_SignalsOfOneOperation_AreSummed()
    {
        _sink.Raise(new SignalEvent("resize.start", 7, null, default));
        _time.Advance(TimeSpan.FromSeconds(2));
        _sink.Raise(new SignalEvent("resize.done", 7, "img", default));
        _sink.Raise(new SignalEvent("resize.start", 8, null, default));

        OperationSignalSummary summary = Assert.IsType<OperationSignalSummary>(_sink.GetOp(7));
        Assert.Equal(["resize.start", "resize.done"], summary.Signals);
        Assert.Equal("img", summary.Key);
        Assert.Equal(TimeSpan.FromSeconds(2), summary.Duration);
        Assert.Equal("resize.done", Assert.Single(_sink.GetOpSignals(7, "*.done")).Signal);
        Assert.Null(_sink.GetOp(9));
    }

    [Fact]
    public void CountRecent_NamesAndTimes_AreRespected()
    {
        _sink.Raise("db.slow");
        _time.Advance(TimeSpan.FromSeconds(5));
        DateTimeOffset since = _time.GetUtcNow();
        _sink.Raise("db.slow");
        _sink.Raise("db.down");

        Assert.Equal(1, _sink.CountRecentExact("db.slow", since));
        Assert.Equal(2, _sink.CountRecentExact("db.slow", DateTimeOffset.MinValue));
        Assert.Equal(2, _sink.CountRecentByPrefix("db.", since));
        Assert.Equal(1, _sink.CountRecentByContains("own", since));
        Assert.Equal(0, _sink.CountRecentExact("db", since));
    }

    [Fact]
    public void DroppedCount_FullWindow_CountsWhatLeftEarly()
    {
        for (int i = 0; i < 6; i++) _sink.Raise($"s{i}");

        Assert.Equal(2, _sink.DroppedCount);
        Assert.Equal(["s2", "s3", "s4", "s5"], _sink.Sense().Select(static signal => signal.Signal));
    }

    [Fact]
    public void UpdateWindowSize_SmallerBounds_ApplyAtOnce()
    {
        for (int i = 0; i < 4; i++) _sink.Raise($"s{i}");

        _sink.UpdateWindowSize(maxCapacity: 2);
        Assert.Equal(["s2", "s3"], _sink.Sense().Select(static signal => signal.Signal));
        _time.Advance(TimeSpan.FromSeconds(5));
        _sink.UpdateWindowSize(maxAge: TimeSpan.FromSeconds(5));
        Assert.Equal(0, _sink.Count);
        Assert.Equal((2, TimeSpan.FromSeconds(5)), (_sink.MaxCapacity, _sink.MaxAge));
    }

    [Fact]
    public void UpdateWindowSize_ImpossibleBounds_AreClampedOrIgnored()
    {
        _sink.UpdateWindowSize(maxCapacity: -3, maxAge: TimeSpan.Zero);

        Assert.Equal((1, TimeSpan.FromSeconds(10)), (_sink.MaxCapacity, _sink.MaxAge));
    }

    [Fact]
    public void UpdateWindowSize_LargerCapacity_GrowsWhileFull()
    {
        for (int i = 0; i < 4; i++) _sink.Raise("a");
        _sink.UpdateWindowSize(maxCapacity: 1_000);
        for (int i = 0; i < 2_000; i++) _sink.Raise("b");

        Assert.Equal(1_000, _sink.Count);
        Assert.False(_sink.Detect("a"));
    }

    [Fact]
    public void MaxAge_ForEver_NeverExpires()
    {
        SignalSink sink = new(10, TimeSpan.MaxValue, _time);
        sink.Raise("a");
        using SignalWatch watch = sink.Watch("a", static _ => { });

        _time.Advance(TimeSpan.FromDays(1_000));

        Assert.True(sink.Detect("a"));
    }

    [Fact]
    public void MaxCapacity_Huge_ReservesNothing()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        new SignalSink(int.MaxValue).Raise("a");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public void Arguments_OutOfRange_AreRefusedWithARemedy()
    {
        AssertRefused<ArgumentOutOfRangeException>("capacity of 1 or more", static () => new SignalSink(0));
        AssertRefused<ArgumentOutOfRangeException>("positive", static () => new SignalSink(1, TimeSpan.FromSeconds(-1)));
        AssertRefused<ArgumentException>("order.saved", () => _sink.Retract(""));
        AssertRefused<ArgumentException>("order.*", () => _sink.Subscribe("", static _ => { }));
        Assert.Throws<ArgumentException>(() => _sink.Raise(""));
        Assert.Throws<ArgumentNullException>(() => _sink.Raise((string)null!));
        Assert.Throws<ArgumentNullException>(() => _sink.Raise(default(SignalEvent)));
        Assert.Throws<ArgumentNullException>(() => _sink.Subscribe(null!));
        Assert.Throws<ArgumentNullException>(() => _sink.Subscribe("a", null!));
        Assert.Throws<ArgumentException>(() => _sink.RetractMatching(""));
    }

    private static void AssertRefused<TException>(string remedy, Func<object?> action)
        where TException : Exception =>
        Assert.Contains(remedy, Assert.Throws<TException>(action).Message, StringComparison.Ordinal);
}
