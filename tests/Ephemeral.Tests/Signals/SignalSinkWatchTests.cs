using Ephemeral.Signals;

namespace Ephemeral.Tests.Signals;

public sealed class SignalSinkWatchTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;
    private readonly List<bool> _answers = [];

    public SignalSinkWatchTests() => _sink = new(maxCapacity: 3, TimeSpan.FromSeconds(10), _time);

    [Fact]
    public void Watch_Expiry_IsToldWithoutAnyTraffic()
    {
        using SignalWatch watch = Watch("db.*");
        _sink.Raise("db.down");
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal([true], _answers);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([true, false], _answers);
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public void Watch_RaisedAgainBeforeExpiry_LastsUntilTheLastOne()
    {
        using SignalWatch watch = Watch("db.*");
        _sink.Raise("db.down");
        _time.Advance(TimeSpan.FromSeconds(6));
        _sink.Raise("db.down");
        _sink.Raise("db.slow");
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal([true], _answers);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([true, false], _answers);
    }

    [Theory]
    [InlineData("retract")]
    [InlineData("clear")]
    [InlineData("capacity")]
    [InlineData("resize")]
    [InlineData("age")]
    public void Watch_EveryWayOut_IsTold(string way)
    {
        using SignalWatch watch = Watch("db.*");
        _sink.Raise("db.down");
        _sink.Raise("other");

        switch (way)
        {
            case "retract": _sink.Retract("db.down"); break;
            case "clear": _sink.Clear(); break;
            case "capacity": _sink.Raise("a"); _sink.Raise("b"); break;
            case "resize": _sink.UpdateWindowSize(maxCapacity: 1); break;
            default: _time.Advance(TimeSpan.FromSeconds(3)); _sink.UpdateWindowSize(maxAge: TimeSpan.FromSeconds(2)); break;
        }

        Assert.Equal([true, false], _answers);
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public void Watch_NameThatReturnsAsItsLastSignalIsPushedOut_IsNotTold()
    {
        SignalSink sink = new(maxCapacity: 1, timeProvider: _time);
        using SignalWatch watch = sink.Watch("db.*", changed => _answers.Add(changed.IsPresent));

        for (int i = 0; i < 3; i++) sink.Raise("db.down");

        Assert.Equal([true], _answers);
    }

    [Fact]
    public void Timer_RunsOnlyWhileAWatchedSignalIsPresent()
    {
        _sink.Raise("db.down");
        Assert.Equal(0, _time.ActiveTimers);

        SignalWatch watch = Watch("db.*");
        Assert.True(watch.IsPresent);
        Assert.Equal(1, _time.ActiveTimers);
        watch.Dispose();
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public void Watch_MadeLateOnAnOldSignal_HearsOfItsExpiryInTime()
    {
        _sink.Raise("old");
        _time.Advance(TimeSpan.FromSeconds(5));
        using SignalWatch young = _sink.Watch("young", static _ => { });
        _sink.Raise("young");
        using SignalWatch watch = Watch("old");

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([false], _answers);
        Assert.True(young.IsPresent);
    }

    [Fact]
    public void Watch_LatestSignalRetractedAndAnEarlierOneLeft_HearsOfItsExpiryInTime()
    {
        _sink.Raise("db.down", "a");
        _time.Advance(TimeSpan.FromSeconds(5));
        _sink.Raise("db.down", "b");
        using SignalWatch watch = Watch("db.*");
        _sink.Retract("db.down", "b");

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([false], _answers);
    }

    [Fact]
    public void UpdateWindowSize_ShorterAge_MovesTheTimer()
    {
        using SignalWatch watch = Watch("db.*");
        _sink.Raise("db.down");
        _sink.UpdateWindowSize(maxAge: TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal([true, false], _answers);
    }

    [Fact]
    public void Timer_OfAWatch_DoesNotKeepTheRaisersContext()
    {
        ContextTimeProvider time = new(_time);
        SignalSink sink = new(3, TimeSpan.FromSeconds(10), time);
        using SignalWatch watch = sink.Watch("db.*", static _ => { });

        sink.Raise("db.down");

        Assert.True(time.WasFlowSuppressed);
        Assert.False(ExecutionContext.IsFlowSuppressed());
    }

    [Fact]
    public void Watch_IsToldBeforeSubscribers()
    {
        bool? present = null;
        using SignalWatch watch = Watch("db.*");
        using IDisposable subscription = _sink.Subscribe(_ => present = _answers is [true]);

        _sink.Raise("db.down");

        Assert.True(present);
    }

    private SignalWatch Watch(string patterns) => _sink.Watch(patterns, changed => _answers.Add(changed.IsPresent));

    private sealed class ContextTimeProvider(TimeProvider inner) : TimeProvider
    {
        public bool WasFlowSuppressed { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            WasFlowSuppressed = ExecutionContext.IsFlowSuppressed();
            return inner.CreateTimer(callback, state, dueTime, period);
        }
    }
}
