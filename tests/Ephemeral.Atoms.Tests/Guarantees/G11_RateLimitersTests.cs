using System.Threading.RateLimiting;

namespace Ephemeral.Atoms.Tests.Guarantees;

/// <summary>G11: rate limiters wait the time they say; retuning loses no waiter; fractional rates work.</summary>
public sealed class G11_RateLimitersTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task AWait_IsAsLongAsWasSaid()
    {
        await using GcraRateLimiter limiter = new(10, timeProvider: _time);
        limiter.TryAcquire();
        TimeSpan said = limiter.GetEstimatedWaitTime();
        Task<TimeSpan> waiting = limiter.AcquireAsync().AsTask();

        _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(TimeSpan.FromMilliseconds(100), said);
        Assert.Equal(said, await waiting.Within());
    }

    [Fact]
    public async Task AWait_OnTheSystemsClock_IsWithinAFifthOfWhatWasSaid()
    {
        await using GcraRateLimiter limiter = new(10);
        limiter.TryAcquire();
        TimeSpan least = TimeSpan.FromMilliseconds(100);

        TimeSpan[] waits = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => limiter.AcquireAsync().AsTask())).Within();

        for (int i = 0; i < waits.Length; i++) Assert.True(waits[i] >= 0.8 * (i + 1) * least, $"It waited {waits[i]}, too short for permit {i + 1}."); // a loaded machine may be late, never early
    }

    [Fact]
    public async Task Retuning_LosesNoWaiter()
    {
        SignalSink sink = new(timeProvider: _time);
        await using RateLimitAtom atom = new(sink, new() { InitialRatePerSecond = 0.01, Burst = 1, TimeProvider = _time });
        (await atom.AcquireAsync()).Dispose();
        Task<RateLimitLease>[] waits = [.. Enumerable.Range(0, 5).Select(_ => atom.AcquireAsync().AsTask())];

        foreach (string command in new[] { "set:1", "burst:3", "increase:4", "decrease:3", "burst:1", "set:2" }) sink.Raise($"rate.limit.{command}");
        _time.Advance(TimeSpan.FromSeconds(2.5));

        foreach (Task<RateLimitLease> wait in waits) Assert.True((await wait.Within()).IsAcquired);
    }

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.1, 10)]
    [InlineData(2.5, 0.4)]
    public async Task AFractionalRate_IsKept(double rate, double seconds)
    {
        SignalSink sink = new(timeProvider: _time);
        await using RateLimitAtom atom = new(sink, new() { InitialRatePerSecond = rate, Burst = 1, TimeProvider = _time });
        (await atom.AcquireAsync()).Dispose();
        Task<RateLimitLease> waiting = atom.AcquireAsync().AsTask();

        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.True((await waiting.Within()).IsAcquired);
    }
}
