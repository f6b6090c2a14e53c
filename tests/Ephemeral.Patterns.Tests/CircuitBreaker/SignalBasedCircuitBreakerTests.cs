namespace Ephemeral.Patterns.Tests.CircuitBreaker;

public sealed class SignalBasedCircuitBreakerTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;

    public SignalBasedCircuitBreakerTests() => _sink = new(timeProvider: _time);

    [Fact]
    public void FromClosed_ThroughOpenAndHalfOpen_ToClosed()
    {
        SignalBasedCircuitBreaker breaker = NewBreaker(threshold: 3);
        Fail(2);
        Assert.Equal((CircuitState.Closed, false, 2), (breaker.GetState(_sink), breaker.IsOpen(_sink), breaker.GetFailureCount(_sink)));
        Pass(10);
        Fail(1);
        Assert.Equal((CircuitState.Open, TimeSpan.FromSeconds(20)), (breaker.GetState(_sink), breaker.GetTimeUntilClose(_sink)));
        Assert.True(breaker.IsOpen(_sink));
        Assert.False(breaker.TryEnter(_sink));

        Pass(20);
        Assert.Equal(CircuitState.HalfOpen, breaker.GetState(_sink));
        Assert.Null(breaker.GetTimeUntilClose(_sink));
        Assert.True(breaker.TryEnter(_sink));
        Assert.False(breaker.TryEnter(_sink)); // one trial

        Fail(1);
        Assert.Equal(TimeSpan.FromSeconds(30), breaker.GetTimeUntilClose(_sink));
        Pass(30);
        Assert.True(breaker.TryEnter(_sink)); // the next trial
        _sink.Raise("ok");
        Assert.Equal((CircuitState.Closed, 0), (breaker.GetState(_sink), breaker.GetFailureCount(_sink)));
        Assert.True(breaker.TryEnter(_sink));
    }

    [Fact]
    public void WithoutASuccess_AQuietWindowCloses()
    {
        SignalBasedCircuitBreaker breaker = NewBreaker(threshold: 1);
        Fail(1);
        Pass(30);
        Assert.Equal(CircuitState.HalfOpen, breaker.GetState(_sink));
        Pass(30);
        Assert.Equal(CircuitState.Closed, breaker.GetState(_sink));
    }

    [Fact]
    public void ManyWhoAsk_GetOneTrial()
    {
        SignalBasedCircuitBreaker breaker = NewBreaker(threshold: 1);
        Fail(1);
        _ = breaker.GetState(_sink);
        Pass(30);
        int entered = 0;

        Parallel.For(0, 1_000, _ =>
        {
            if (breaker.TryEnter(_sink)) Interlocked.Increment(ref entered);
        });

        Assert.Equal(1, entered);
    }

    [Fact]
    public void SourcesHaveCircuitsOfTheirOwn()
    {
        SignalBasedCircuitBreaker breaker = NewBreaker(threshold: 1);
        SignalSink other = new(timeProvider: _time);
        Fail(1);

        Assert.Equal((true, false), (breaker.IsOpen(_sink), breaker.IsOpen(other)));
    }

    [Fact]
    public void APattern_IsAPlainCount()
    {
        SignalBasedCircuitBreaker breaker = NewBreaker(threshold: 3);
        foreach (string name in (string[])["api.timeout", "api.refused", "db.timeout"]) _sink.Raise(name);
        Assert.Equal((false, true), (breaker.IsOpenMatching(_sink, "api.*"), breaker.IsOpenMatching(_sink, "*.*")));
        Pass(30);
        Assert.False(breaker.IsOpenMatching(_sink, "*"));
    }

    [Fact]
    public void AClockThatIsSetBack_DoesNotKeepTheCircuitOpen()
    {
        SignalBasedCircuitBreaker breaker = NewBreaker(threshold: 1);
        Fail(1);
        Assert.True(breaker.IsOpen(_sink));

        _time.StepWallClock(TimeSpan.FromHours(-1));

        Assert.InRange(breaker.GetTimeUntilClose(_sink) ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Pass(30);
        Assert.Equal(CircuitState.HalfOpen, breaker.GetState(_sink));
        Pass(30);
        Assert.Equal(CircuitState.Closed, breaker.GetState(_sink));
    }

    [Fact]
    public void AClockThatIsSetForward_EndsTheBreakEarly_AndNewFailuresCount()
    {
        SignalBasedCircuitBreaker breaker = NewBreaker(threshold: 1);
        Fail(1);
        _time.StepWallClock(TimeSpan.FromHours(1));
        Assert.False(breaker.IsOpen(_sink));
        Pass(1); // the sink reads the wall clock once a second

        Fail(1);

        Assert.True(breaker.IsOpen(_sink));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, long.MaxValue)]
    public void LimitsOutOfRange_AreRefused(int threshold, long windowTicks) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SignalBasedCircuitBreaker("failure", threshold, TimeSpan.FromTicks(windowTicks)));

    [Fact]
    public void MissingArguments_AreRefused()
    {
        SignalBasedCircuitBreaker breaker = new();
        Assert.Throws<ArgumentException>(() => new SignalBasedCircuitBreaker(""));
        Assert.Throws<ArgumentException>(() => new SignalBasedCircuitBreaker("a") { SuccessSignal = "a" });
        Assert.Throws<ArgumentException>(() => new SignalBasedCircuitBreaker("a") { SuccessSignal = "" });
        Assert.Throws<ArgumentNullException>(() => breaker.IsOpen((SignalSink)null!));
        Assert.Throws<ArgumentNullException>(() => breaker.IsOpen((CoordinatorBase)null!));
        Assert.Throws<ArgumentException>(() => breaker.IsOpenMatching(_sink, ""));
    }

    [Fact]
    public void TheException_SaysWhenToTryAgain()
    {
        CircuitOpenException error = new("The API is down.", TimeSpan.FromSeconds(3));
        Assert.Equal(("The API is down.", TimeSpan.FromSeconds(3)), (error.Message, error.RetryAfter));
        Assert.Null(new CircuitOpenException("x").RetryAfter);
    }

    private SignalBasedCircuitBreaker NewBreaker(int threshold) => new("failure", threshold, timeProvider: _time) { SuccessSignal = "ok" };

    private void Fail(int times)
    {
        for (int i = 0; i < times; i++) _sink.Raise("failure");
    }

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
