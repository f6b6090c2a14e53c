namespace Ephemeral.Atoms.Tests.RateLimit;

/// <summary>Order, bounds, retuning and the end of a limiter.</summary>
public sealed class GcraRateLimiterTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Waiters_AreServedInOrderOfArrival_AndNobodyOvertakes()
    {
        await using GcraRateLimiter limiter = Create(1, burst: 1);
        Assert.True(limiter.TryAcquire());
        Task<TimeSpan>[] waits = [.. Enumerable.Range(0, 3).Select(_ => limiter.AcquireAsync().AsTask())];

        for (int served = 0; served < 3; served++)
        {
            _time.Advance(_second);
            Assert.Equal(TimeSpan.FromSeconds(served + 1), await waits[served].Within());
            Assert.False(limiter.TryAcquire()); // it is the next waiter's
            Assert.Equal(2 - served, limiter.QueuedCount);
        }

        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public async Task WhoGivesUp_LeavesItsPlaceToTheNext()
    {
        await using GcraRateLimiter limiter = Create(1, burst: 1);
        limiter.TryAcquire();
        using CancellationTokenSource cancellation = new();
        Task<TimeSpan> first = limiter.AcquireAsync(cancellation.Token).AsTask();
        Task<TimeSpan> second = limiter.AcquireAsync().AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Within());
        _time.Advance(_second);

        Assert.Equal(_second, await second.Within());
    }

    [Fact]
    public async Task BeyondTheQueuesLimit_NobodyWaits()
    {
        await using GcraRateLimiter limiter = new(1, burstSize: 1, queueLimit: 1, _time);
        limiter.TryAcquire();
        Task<TimeSpan> waiting = limiter.AcquireAsync().AsTask();

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => limiter.AcquireAsync().AsTask());

        Assert.Equal("No caller more may wait for a permit; try again after 00:00:02, allow a longer queue, or use TryAcquire.", error.Message);
        _time.Advance(_second);
        await waiting.Within();
    }

    [Fact]
    public async Task ANewRate_KeepsThePermitsThatThereAre_AndTheWaiters()
    {
        await using GcraRateLimiter limiter = Create(1, burst: 4);
        limiter.TryAcquire(); // 3 are left
        limiter.UpdateRate(100);
        for (int i = 0; i < 3; i++) Assert.True(limiter.TryAcquire());
        Assert.False(limiter.TryAcquire());
        limiter.UpdateRate(0.5);
        Task<TimeSpan>[] waits = [.. Enumerable.Range(0, 2).Select(_ => limiter.AcquireAsync().AsTask())];
        Assert.Equal(TimeSpan.FromSeconds(6), limiter.GetEstimatedWaitTime());

        _time.Advance(_second); // half a permit
        limiter.UpdateRate(5);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(TimeSpan.FromSeconds(1.1), await waits[0].Within());
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(TimeSpan.FromSeconds(1.3), await waits[1].Within());
    }

    [Theory]
    [InlineData(4, 2, 2)] // cut
    [InlineData(4, 9, 4)] // kept: the new ones come with time
    public async Task ANewBurst_KeepsThePermitsThatThereAre_UpToItself(int before, int after, int atOnce)
    {
        await using GcraRateLimiter limiter = Create(1, before);

        limiter.UpdateRate(1, after);

        Assert.Equal(after, limiter.BurstSize);
        Assert.Equal(atOnce, Enumerable.Range(0, 20).Count(_ => limiter.TryAcquire()));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(after, Enumerable.Range(0, 20).Count(_ => limiter.TryAcquire()));
    }

    [Fact]
    public async Task Reset_MakesTheBurstWhole_AndServesWaiters()
    {
        await using GcraRateLimiter limiter = Create(0.001, burst: 2);
        limiter.TryAcquire();
        limiter.TryAcquire();
        Task<TimeSpan> waiting = limiter.AcquireAsync().AsTask();

        limiter.Reset();

        Assert.Equal(TimeSpan.Zero, await waiting.Within());
        Assert.True(limiter.TryAcquire());
        Assert.False(limiter.TryAcquire());
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public async Task ALongRest_GrantsTheBurstAndNoMore()
    {
        await using GcraRateLimiter limiter = Create(1_000, burst: 3);
        _time.Advance(TimeSpan.FromDays(100 * 365));

        Assert.Equal(3, Enumerable.Range(0, 100).Count(_ => limiter.TryAcquire()));
    }

    [Fact]
    public async Task ARareRate_WaitsBeyondWhatATimerCan()
    {
        await using GcraRateLimiter limiter = Create(1 / (3 * 86_400.0), burst: 1); // one in three days
        limiter.TryAcquire();
        Task<TimeSpan> waiting = limiter.AcquireAsync().AsTask();

        _time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(TimeSpan.FromDays(3), await waiting.Within());
    }

    [Fact]
    public async Task ManyAtOnce_AreNeverGrantedMoreThanThereAre()
    {
        await using GcraRateLimiter limiter = Create(1, burst: 1_000);

        int[] granted = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 1_000).Count(_ => limiter.TryAcquire())))).Within();

        Assert.Equal(1_000, granted.Sum());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Retuning_GivingUpAndDispose_AtTheSameTime_EndEveryWait(int seed)
    {
        Random random = new(seed);
        GcraRateLimiter limiter = new(1_000, burstSize: 2, queueLimit: 500);
        using CancellationTokenSource all = new();
        CancellationTokenSource[] some = [.. Enumerable.Range(0, 20).Select(_ => CancellationTokenSource.CreateLinkedTokenSource(all.Token))];
        Task[] waits = [.. Enumerable.Range(0, 400).Select(i => Task.Run(async () => await limiter.AcquireAsync(some[i % 20].Token)))];
        double[] rates = [.. Enumerable.Range(0, 200).Select(_ => Math.Exp((random.NextDouble() * 20) - 10))];
        Task retuning = Task.Run(() => Array.ForEach(rates, rate => limiter.UpdateRate(rate, 1 + (int)(rate % 3))));
        Task givingUp = Task.Run(() => Array.ForEach(some[..10], static source => source.Cancel()));
        await Task.WhenAll(retuning, givingUp).Within();
        await Task.WhenAll(Task.Run(limiter.Dispose), Task.Run(all.Cancel), Task.Run(() => limiter.UpdateRate(5))).Within();

        await Task.WhenAll(waits).ContinueWith(static _ => { }, TaskScheduler.Default).Within();

        Assert.All(waits, static wait => Assert.True(
            wait.IsCompletedSuccessfully || wait.IsCanceled || wait.Exception!.InnerException is ObjectDisposedException, $"{wait.Exception}"));
        Assert.Equal(0, limiter.QueuedCount);
        Array.ForEach(some, static source => source.Dispose());
    }

    [Fact]
    public async Task Dispose_EndsTheWaits_AndGrantsNoMore()
    {
        GcraRateLimiter limiter = Create(1, burst: 1);
        limiter.TryAcquire();
        Task<TimeSpan> waiting = limiter.AcquireAsync().AsTask();

        limiter.Dispose();
        await limiter.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.Within());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => limiter.AcquireAsync().AsTask());
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(limiter.TryAcquire());
        limiter.UpdateRate(5);
        limiter.Reset();
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e-10)]
    [InlineData(1e10)]
    public void ImpossibleRates_AreRefused(double rate)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new GcraRateLimiter(rate));
        Assert.StartsWith("A rate is from 1E-09 to 1000000000 permits a second.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(1, 1).UpdateRate(rate));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new GcraRateLimiter(1, burstSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new GcraRateLimiter(1, queueLimit: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(1, 1).UpdateRate(1, 0));
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e9)]
    public async Task TheExtremes_Work(double rate)
    {
        await using GcraRateLimiter limiter = Create(rate, burst: int.MaxValue);
        for (int i = 0; i < 1_000; i++) Assert.True(limiter.TryAcquire());
        limiter.UpdateRate(1 / rate, 1);
        limiter.TryAcquire();
        limiter.TryAcquire();

        Assert.True(limiter.GetEstimatedWaitTime() <= TimeSpan.FromDays(365 * 100));
    }

    private GcraRateLimiter Create(double rate, int burst) => new(rate, burst, timeProvider: _time);
}
