using Ephemeral.Tests.Allocations;

namespace Ephemeral.Tests.Typed;

/// <summary>What leaves a typed sink, and what it lets go of.</summary>
[Collection("Allocations")]
public sealed class TypedSignalSinkRemovalTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly TypedSignalSink<string> _typed;

    public TypedSignalSinkRemovalTests()
    {
        _typed = new(new SignalSink(timeProvider: _time), maxAge: TimeSpan.FromSeconds(10));
        _typed.Raise("a", "1", key: "k");
        _typed.Raise("a", "2");
        _typed.Raise("b", "3");
    }

    [Fact]
    public void Retract_ByNameKeyOrPattern_LeavesBothWindows()
    {
        Assert.Equal(1, _typed.Retract("a", "k"));
        Assert.Equal(("2 3", 2, 2), (Payloads(), _typed.Count, _typed.Untyped.Count));
        Assert.Equal(1, _typed.Retract("a"));
        Assert.Equal(0, _typed.Retract("a"));
        Assert.Equal(1, _typed.RetractMatching("?"));
        Assert.Equal((0, 0), (_typed.Count, _typed.Untyped.Count));
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public void Clear_Everything_LeavesBothWindows()
    {
        Assert.Equal(3, _typed.Clear());
        Assert.Empty(_typed.Sense());
        Assert.Equal("sink.cleared", Assert.Single(_typed.Untyped.Sense()).Signal);
    }

    [Fact]
    public void Untyped_RetractedAlone_StaysInTheTypedWindowUntilItsTimeIsUp()
    {
        _typed.Untyped.Retract("a");
        Assert.Equal("1 2 3", Payloads());

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(_typed.Sense());
    }

    [Fact]
    public void Retract_WithoutAName_IsRefused()
    {
        Assert.Equal("signal", Assert.Throws<ArgumentNullException>(() => _typed.Retract(null!)).ParamName);
        Assert.Equal("signal", Assert.Throws<ArgumentException>(() => _typed.Retract("", "k")).ParamName);
        Assert.Equal("pattern", Assert.Throws<ArgumentException>(() => _typed.RetractMatching("")).ParamName);
    }

    [Fact]
    public void UpdateWindowSize_SmallerOrYounger_DropsAtOnce()
    {
        _typed.UpdateWindowSize(maxCapacity: 2);
        Assert.Equal(("2 3", 1L), (Payloads(), _typed.DroppedCount));

        _time.Advance(TimeSpan.FromSeconds(3));
        _typed.UpdateWindowSize(maxAge: TimeSpan.FromSeconds(3));
        Assert.Equal((0, 0), (_typed.Count, _time.ActiveTimers));
        Assert.Equal(3, _typed.Untyped.Count);
    }

    [Fact]
    public void Payloads_WhoseTimeIsUp_AreLetGoWithoutAnyTraffic()
    {
        WeakReference<object> payload = RaiseObject(out TypedSignalSink<object> typed);
        Assert.Equal(2, _time.ActiveTimers); // one for each of the two sinks

        _time.Advance(TimeSpan.FromSeconds(10));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(payload.TryGetTarget(out _));
        Assert.Equal(0, _time.ActiveTimers);
        GC.KeepAlive(typed);
    }

    [Fact]
    public void Timer_FollowsTheOldestPayload_AndStopsWithTheLast()
    {
        _time.Advance(TimeSpan.FromSeconds(6));
        _typed.Raise("late", "4");
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(("4", 1), (Payloads(), _time.ActiveTimers));

        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public void Subscriptions_ThatAreNotReached_CostARaiseNothing()
    {
        int reached = 0;
        TypedSignalSink<string> typed = new();
        List<CountedName> names = [.. Enumerable.Range(0, 100).Select(i => new CountedName(typed, $"other.{i}.*"))];
        typed.Subscribe("x", _ => reached++);
        typed.Subscribe("*", _ => reached++);

        Assert.Equal(0, AllocationMeter.BytesPerCall(() => typed.Raise("x", "payload")));

        Assert.True(reached > 200_000);
        Assert.All(names, static name => Assert.Equal(0, name.Reached));
        typed.Raise("other.7.y", "payload");
        Assert.Equal(1, names.Sum(static name => name.Reached));
    }

    private string Payloads() => string.Join(' ', _typed.Sense().Select(static signal => signal.Payload));

    private WeakReference<object> RaiseObject(out TypedSignalSink<object> typed)
    {
        object payload = new();
        typed = new(new SignalSink(timeProvider: _time), maxAge: TimeSpan.FromSeconds(10));
        typed.Raise("x", payload);
        return new(payload);
    }

    private sealed class CountedName
    {
        public CountedName(TypedSignalSink<string> sink, string pattern) => sink.Subscribe(pattern, _ => Reached++);

        public int Reached { get; private set; }
    }
}
