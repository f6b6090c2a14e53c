namespace Ephemeral.Patterns.Tests.AdaptiveRate;

public sealed class AdaptiveRateServiceTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _sink;
    private int _calls;

    public AdaptiveRateServiceTests() => _sink = new(timeProvider: _time);

    [Fact]
    public async Task ACallWaits_ExactlyAsLongAsTheSignalSays()
    {
        await using AdaptiveRateService<int> service = NewService();
        _sink.Raise("rate-limit:2500ms");
        Task call = service.ProcessAsync(1);
        Assert.True(service.IsLimited);

        _time.Advance(TimeSpan.FromMilliseconds(2500) - TimeSpan.FromTicks(1));
        bool early = call.IsCompleted;
        _time.Advance(TimeSpan.FromTicks(1));

        await call.Within();
        Assert.Equal((false, 1, false), (early, _calls, service.IsLimited));
    }

    [Theory]
    [InlineData("rate-limit:5000ms", "rate-limit:1000ms", 1000)]
    [InlineData("rate-limit:1000ms", "rate-limit:5000ms", 5000)]
    [InlineData("rate-limit:5000ms", "rate-limit", 1000)]
    [InlineData("rate-limit:5000ms", "rate-limit:oops", 5000)]
    [InlineData("rate-limit:99999999999999999ms", "x", 60_000)]
    public async Task TheLatestSignalCounts(string first, string second, int milliseconds)
    {
        await using AdaptiveRateService<int> service = NewService();
        _sink.Raise(first);
        _sink.Raise(second);
        Task call = service.ProcessAsync(1);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds) - TimeSpan.FromTicks(1));
        bool early = call.IsCompleted;
        _time.Advance(TimeSpan.FromTicks(1));

        await call.Within();
        Assert.False(early);
    }

    [Fact]
    public async Task AShorterSignalLater_CountsFromThenOn_AndZeroEndsTheWait()
    {
        await using AdaptiveRateService<int> service = NewService();
        _sink.Raise("rate-limit:10000ms");
        Task call = service.ProcessAsync(1);
        _time.Advance(TimeSpan.FromSeconds(5));
        _sink.Raise("rate-limit:1000ms");
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(call.IsCompleted);

        _sink.Raise("rate-limit:0ms");

        await call.Within();
    }

    [Fact]
    public async Task ALimitThatIsPresentAlready_CountsForTheRestOfItsTime()
    {
        _sink.Raise("rate-limit:3000ms");
        _sink.Raise("rate-limit:oops");
        _time.Advance(TimeSpan.FromSeconds(1));
        await using AdaptiveRateService<int> service = NewService();
        Task call = service.ProcessAsync(1);
        _time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        bool early = call.IsCompleted;
        _time.Advance(TimeSpan.FromTicks(1));

        await call.Within();
        Assert.False(early);
    }

    [Fact]
    public async Task ALimitAtTheEndOfALongChain_StillHolds()
    {
        await using AdaptiveRateService<int> service = NewService();
        for (int i = 1; i < 15; i++)
        {
            int next = i + 1;
            _sink.Subscribe($"step.{i}", _ => _sink.Raise(next < 15 ? $"step.{next}" : "rate-limit:1000ms"));
        }

        _sink.Raise("step.1");

        Assert.True(_sink.Detect("rate-limit:1000ms"));
        Assert.True(service.IsLimited);
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task ARefusalOfACallAtTheEndOfALongChain_StillHolds()
    {
        await using AdaptiveRateService<int> service = new(static (_, _) => throw new RateLimitException(TimeSpan.FromSeconds(3)), sink: _sink, timeProvider: _time);
        Task? call = null;
        for (int i = 1; i < 16; i++)
        {
            int next = i + 1;
            _sink.Subscribe($"step.{i}", _ => _sink.Raise($"step.{next}"));
        }

        _sink.Subscribe("step.16", _ => call = service.ProcessAsync(1));
        _sink.Raise("step.1");

        await Assert.ThrowsAsync<RateLimitException>(() => call!.Within());
        Assert.True(service.IsLimited);
    }

    [Fact]
    public async Task ACallThatWaitsForAnother_IsToldSo()
    {
        AdaptiveRateService<int>? service = null;
        service = new((item, _) => item == 1 ? service!.ProcessAsync(2) : Task.CompletedTask, maxConcurrency: 1, timeProvider: _time);
        await using AdaptiveRateService<int> owned = service;

        await Assert.ThrowsAsync<InvalidOperationException>(() => service.ProcessAsync(1).Within());
    }

    [Fact]
    public async Task ACallThatIsRefused_Fails_AndHoldsTheOthers()
    {
        bool refuses = true;
        await using AdaptiveRateService<int> service = new(
            (_, _) => refuses ? throw new RateLimitException(TimeSpan.FromSeconds(3)) : Task.CompletedTask, maxConcurrency: 1, _sink, timeProvider: _time);

        RateLimitException error = await Assert.ThrowsAsync<RateLimitException>(() => service.ProcessAsync(1).Within());
        refuses = false;
        Task next = service.ProcessAsync(2);

        Assert.Equal(TimeSpan.FromSeconds(3), error.RetryAfter);
        Assert.True(_sink.Detect("rate-limit:3000ms"));
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await next.Within();
    }

    [Fact]
    public async Task WithoutASink_TheCallsOwnSignalsCount_AlsoWithoutADelay()
    {
        int calls = 0;
        await using AdaptiveRateService<int> service = new(
            (_, _) => calls++ == 0 ? throw new RateLimitException("slow down") : Task.CompletedTask, timeProvider: _time);
        await Assert.ThrowsAsync<RateLimitException>(() => service.ProcessAsync(1).Within());
        Task next = service.ProcessAsync(2);
        Assert.True(service.IsLimited);
        _time.Advance(TimeSpan.FromSeconds(1));

        await next.Within();
    }

    [Theory]
    [InlineData("rate-limit:")]
    [InlineData("rate-limit:ms")]
    [InlineData("rate-limit:-5ms")]
    [InlineData("rate-limit:1.5ms")]
    [InlineData("rate-limit: 5ms")]
    [InlineData("rate-limit:5s")]
    [InlineData("rate-limit:99999999999999999999999999ms")]
    public async Task ASignalThatCannotBeRead_IsIgnoredAndCounted(string signal)
    {
        await using AdaptiveRateService<int> service = NewService();
        _sink.Raise(signal);

        await service.ProcessAsync(1).Within();

        Assert.Equal((1L, 1), (service.IgnoredSignals, _calls));
        Assert.False(AdaptiveRateService<int>.TryParseRetryAfter(signal, out TimeSpan delay));
        Assert.Equal(TimeSpan.Zero, delay);
    }

    [Fact]
    public void TryParseRetryAfter_ReadsWholeMilliseconds()
    {
        Assert.True(AdaptiveRateService<int>.TryParseRetryAfter("rate-limit:1500ms", out TimeSpan delay));
        Assert.Equal(TimeSpan.FromSeconds(1.5), delay);
        Assert.True(AdaptiveRateService<int>.TryParseRetryAfter($"rate-limit:{long.MaxValue}ms", out delay));
        Assert.Equal(TimeSpan.MaxValue, delay);
        Assert.False(AdaptiveRateService<int>.TryParseRetryAfter(null, out _));
        Assert.False(AdaptiveRateService<int>.TryParseRetryAfter("rate-limit", out _));
    }

    [Fact]
    public async Task ACancelledCall_IsNeverMade()
    {
        await using AdaptiveRateService<int> service = NewService();
        _sink.Raise("rate-limit:1000ms");
        using CancellationTokenSource cancellation = new();
        Task call = service.ProcessAsync(1, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Within());
        _time.Advance(TimeSpan.FromSeconds(1));
        await service.DrainAsync().Within();

        Assert.Equal((0, 1L), (_calls, service.GetMetrics().Cancelled));
    }

    [Fact]
    public async Task Dispose_EndsWaitingCalls_AndRefusesNewOnes()
    {
        AdaptiveRateService<int> service = NewService();
        _sink.Raise("rate-limit:1000ms");
        Task call = service.ProcessAsync(1);
        await service.DisposeAsync().AsTask().Within();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Within());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => service.ProcessAsync(2).Within());
    }

    [Fact]
    public async Task AnyNumberOfCallsIsHeldByTheSameTimers()
    {
        await using AdaptiveRateService<int> service = NewService();
        await service.ProcessAsync(0).Within();
        int before = _time.ActiveTimers;
        _sink.Raise("rate-limit:1000ms");
        Task[] calls = [.. Enumerable.Range(0, 100).Select(i => service.ProcessAsync(i))];
        Assert.Equal(before + 2, _time.ActiveTimers); // the expiry of the hold, and the longest deferral

        _time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(calls).Within();
    }

    [Fact]
    public void BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new AdaptiveRateService<int>(null!));
        Assert.Throws<ArgumentException>(() => new AdaptiveRateService<int>(static (_, _) => Task.CompletedTask, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveRateService<int>(static (_, _) => Task.CompletedTask, maxDelay: TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveRateService<int>(static (_, _) => Task.CompletedTask, maxDelay: TimeSpan.FromSeconds(-1)));
    }

    private AdaptiveRateService<int> NewService() => new(
        (_, _) =>
        {
            Interlocked.Increment(ref _calls);
            return Task.CompletedTask;
        },
        maxConcurrency: 8,
        _sink,
        timeProvider: _time);
}
