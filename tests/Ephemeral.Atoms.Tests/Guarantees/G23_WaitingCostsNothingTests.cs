namespace Ephemeral.Atoms.Tests.Guarantees;

/// <summary>G23: waiting holds no thread and polls nothing: one timer each, and none when nothing waits.</summary>
public sealed class G23_WaitingCostsNothingTests
{
    private const int Many = 40;

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task RetriesBatchesDeferralsAndPermitsThatWait_AreOneTimerEach()
    {
        EndCounter ends = new();
        SignalSink sink = new(timeProvider: _time, maxAge: TimeSpan.FromDays(1));
        List<IAsyncDisposable> atoms = [];
        for (int i = 0; i < Many; i++)
        {
            RetryAtom<int> retry = new(
                static (_, _) => throw new InvalidOperationException(), options: new() { MaxConcurrency = 1, MaxOperationLifetime = null, TimeProvider = _time, OnSample = ends.OnSample });
            BatchingAtom<int> batching = new(static (_, _) => Task.CompletedTask, options: new() { TimeProvider = _time });
            GcraRateLimiter limiter = new(1, timeProvider: _time);
            atoms.AddRange([retry, batching, limiter]);
            Assert.Equal(3 * i, _time.ActiveTimers);
            for (int item = 0; item < 5; item++)
            {
                await retry.EnqueueAsync(item);
                await batching.AddAsync(item);
                _ = limiter.AcquireAsync().AsTask().ContinueWith(static wait => wait.Exception, TaskScheduler.Default);
            }

            await ends.Reached((i + 1) * 5);
            Assert.Equal((5, 0), (retry.Stats().Pending, retry.Stats().Active));
            Assert.Equal((1, 0), (batching.Stats().Pending, batching.Stats().Active));
            Assert.Equal(3 * (i + 1), _time.ActiveTimers);
        }

        await Task.Run(static () => { }).Within(); // passes at once unless the pool is starved
        foreach (IAsyncDisposable atom in atoms) await atom.DisposeAsync().Within();
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public async Task WhatListens_HasNoTimer()
    {
        SignalSink sink = new(timeProvider: _time);
        await using RateLimitAtom limit = new(sink, new() { TimeProvider = _time });
        await using WindowSizeAtom window = new(sink);
        await using MoleculeRunner molecules = new(sink, [new MoleculeBlueprint("m", "go")], options: new() { TimeProvider = _time });
        await using AtomTrigger trigger = new(sink, "go", static (_, _) => Task.CompletedTask);
        await using SlidingCacheAtom<int, int> cache = new(static (key, _) => Task.FromResult(key), timeProvider: _time);

        Assert.Equal(0, _time.ActiveTimers);
        await cache.GetOrComputeAsync(1);
        Assert.Equal(1, _time.ActiveTimers); // the earliest expiry
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, _time.ActiveTimers);
    }
}
