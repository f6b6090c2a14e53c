namespace Ephemeral.Atoms.Tests.SlidingCache;

/// <summary>Lifetimes, sharing, limits and signals.</summary>
public sealed class SlidingCacheAtomTests
{
    private static readonly TimeSpan _sliding = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _absolute = TimeSpan.FromMinutes(12);

    private readonly ManualTimeProvider _time = new();
    private int _computed;

    [Fact]
    public async Task AHit_LetsItLiveOn_ButNotBeyondItsLongestLife()
    {
        await using SlidingCacheAtom<string, int> cache = Create();
        await cache.GetOrComputeAsync("a");
        foreach (double minutes in new[] { 4.0, 4.0, 3.9 })
        {
            _time.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Equal(1, await cache.GetOrComputeAsync("a"));
        }

        _time.Advance(TimeSpan.FromMinutes(0.1)); // twelve in all

        Assert.False(cache.TryGet("a", out _));
        Assert.Single(cache.GetSignals("cache.evict.expired:a"));
        Assert.Equal(2, await cache.GetOrComputeAsync("a"));
        _time.Advance(_sliding);
        Assert.False(cache.TryGet("a", out _));
        Assert.Single(cache.GetSignals("cache.evict.expired:a")); // the other one is more than a minute old
    }

    [Fact]
    public async Task ManyWhoMiss_ShareOneComputation()
    {
        Gate gate = new();
        await using SlidingCacheAtom<string, int> cache = new(async (_, ct) =>
        {
            Interlocked.Increment(ref _computed);
            await gate.WaitAsync(ct);
            return 7;
        });
        Task<int>[] callers = [.. Enumerable.Range(0, 50).Select(_ => cache.GetOrComputeAsync("a").AsTask())];
        await gate.Reached;
        gate.Open();

        Assert.All(await Task.WhenAll(callers).Within(), static value => Assert.Equal(7, value));
        Assert.Equal(1, _computed);
        Assert.Equal(49, cache.GetSignals("cache.hit.dedup:a").Count);
        Assert.Single(cache.GetSignals("cache.miss:a"));
    }

    [Fact]
    public async Task OnlySoManyFactories_RunAtTheSameTime()
    {
        Gate gate = new();
        int running = 0;
        int most = 0;
        await using SlidingCacheAtom<int, int> cache = new(
            async (key, ct) =>
            {
                int now = Interlocked.Increment(ref running);
                most = Math.Max(most, now);
                await gate.WaitAsync(ct);
                Interlocked.Decrement(ref running);
                return key;
            },
            maxConcurrency: 2);
        Task<int>[] callers = [.. Enumerable.Range(0, 10).Select(key => cache.GetOrComputeAsync(key).AsTask())];
        await gate.Reached;
        gate.Open();

        Assert.Equal(Enumerable.Range(0, 10), await Task.WhenAll(callers).Within());
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task AFactoryNobodyWaitsFor_IsCancelled_AndGivesItsPlaceBack()
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Gate started = new();
        await using SlidingCacheAtom<int, int> cache = new(
            async (key, ct) =>
            {
                if (key > 0) return key;
                try
                {
                    await started.WaitAsync(ct);
                }
                finally
                {
                    if (ct.IsCancellationRequested) cancelled.SetResult();
                }

                return key;
            },
            maxConcurrency: 1);
        using CancellationTokenSource cancellation = new();
        Task<int> caller = cache.GetOrComputeAsync(0, cancellation.Token).AsTask();
        await started.Reached;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller.Within());
        await cancelled.Task.Within();
        Assert.Equal(1, await cache.GetOrComputeAsync(1).Within());
        Assert.Equal(1, cache.GetStats().Total);
    }

    [Fact]
    public async Task AFactoryThatAsksForOtherKeys_LendsThemItsPlace()
    {
        SlidingCacheAtom<int, int>? cache = null;
        cache = new(async (key, ct) => key == 0 ? 0 : 1 + await cache!.GetOrComputeAsync(key - 1, ct), maxConcurrency: 1);
        await using SlidingCacheAtom<int, int> owned = cache;

        Assert.Equal(5, await owned.GetOrComputeAsync(5).Within());
        Assert.Equal(6, owned.GetStats().Total);
        Assert.Equal(9, await owned.GetOrComputeAsync(9).Within()); // the place was given back
    }

    [Fact]
    public async Task WhatAFactoryLeavesBehind_HasNoPlaceOfItsOwn()
    {
        Gate left = new();
        Gate computing = new();
        Task<int>? behind = null;
        bool isComputing = true;
        bool overlapped = false;
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SlidingCacheAtom<int, int>? cache = null;
        cache = new(
            async (key, ct) =>
            {
                if (key == 0) behind = AskLaterAsync();
                if (key == 1) await computing.WaitAsync(ct);
                overlapped |= key == 2 && isComputing;
                return key;
            },
            maxConcurrency: 1);
        await using SlidingCacheAtom<int, int> owned = cache;
        await owned.GetOrComputeAsync(0).Within();
        Task<int> first = owned.GetOrComputeAsync(1).AsTask();
        await computing.Reached;
        left.Open();
        await asked.Task.Within();
        isComputing = false;
        computing.Open();

        Assert.Equal((1, 2), (await first.Within(), await behind!.Within()));
        Assert.False(overlapped);

        async Task<int> AskLaterAsync()
        {
            await left.WaitAsync();
            ValueTask<int> answer = cache!.GetOrComputeAsync(2);
            asked.SetResult();
            return await answer;
        }
    }

    [Fact]
    public async Task AFailure_IsToldAndNotCached()
    {
        await using SlidingCacheAtom<string, int> cache = new((_, _) => ++_computed == 1 ? throw new TimeoutException() : Task.FromResult(_computed), timeProvider: _time);

        await Assert.ThrowsAsync<TimeoutException>(() => cache.GetOrComputeAsync("a").AsTask());

        Assert.Equal(2, await cache.GetOrComputeAsync("a"));
        Assert.Equal(
            ["cache.miss:a", "cache.compute.start:a", "cache.error:a:TimeoutException", "cache.miss:a", "cache.compute.start:a", "cache.compute.done:a"],
            cache.GetSignals().Select(static signal => signal.Signal));
    }

    [Fact]
    public async Task EverySignal_HasItsMoment()
    {
        SignalSink sink = new(timeProvider: _time);
        await using SlidingCacheAtom<string, int> cache = Create(maxSize: 1, signals: sink);
        await cache.GetOrComputeAsync("a");
        await cache.GetOrComputeAsync("a");
        Assert.True(cache.TryGet("a", out int value));
        Assert.False(cache.TryGet("b", out _));
        await cache.GetOrComputeAsync("b");
        Assert.True(cache.Invalidate("b"));
        Assert.False(cache.Invalidate("b"));
        await cache.GetOrComputeAsync("c");
        Assert.Equal(1, cache.Clear());

        string[] expected =
        [
            "cache.miss:a", "cache.compute.start:a", "cache.compute.done:a", "cache.hit:a", "cache.peek:a", "cache.miss:b",
            "cache.miss:b", "cache.compute.start:b", "cache.compute.done:b", "cache.evict.cold:a", "cache.invalidate:b",
            "cache.miss:c", "cache.compute.start:c", "cache.compute.done:c", "cache.clear:1",
        ];
        Assert.Equal(1, value);
        Assert.Equal(expected, cache.GetSignals().Select(static signal => signal.Signal));
        Assert.Equal(expected, sink.Sense().Select(static signal => signal.Signal));
        Assert.Equal(["a", "b", null], cache.GetSignals().Select(static signal => signal.Key).Distinct().Where(static key => key is not "c"));
    }

    [Fact]
    public async Task Sampling_ThinsHits_AndZeroIsSilence()
    {
        await using SlidingCacheAtom<string, int> some = Create(sampleRate: 10);
        await using SlidingCacheAtom<string, int> none = Create(sampleRate: 0);
        for (int i = 0; i < 21; i++)
        {
            await some.GetOrComputeAsync("a");
            await none.GetOrComputeAsync("a");
        }

        none.Clear();
        Assert.Equal(2, some.GetSignals("cache.hit:*").Count);
        Assert.Empty(none.GetSignals());
    }

    [Fact]
    public async Task ItsSize_IsNeverExceeded()
    {
        await using SlidingCacheAtom<int, int> cache = new(static (key, _) => Task.FromResult(key), maxSize: 10, timeProvider: _time);
        for (int key = 0; key < 1_000; key++)
        {
            await cache.GetOrComputeAsync(key);
            Assert.InRange(cache.GetStats().Total, 1, 10);
        }

        Assert.True(cache.DroppedSignals > 0); // it keeps a thousand
    }

    [Fact]
    public async Task AKeyThatCannotSayItsName_HarmsNothing()
    {
        await using SlidingCacheAtom<Nameless, int> cache = new(static (_, _) => Task.FromResult(1));

        Assert.Equal(1, await cache.GetOrComputeAsync(new()));

        Assert.Equal("cache.miss:Nameless", cache.GetSignals()[0].Signal);
        Assert.True(cache.CallbackFailures > 0);
    }

    [Fact]
    public async Task AFactoryThatReturnsNoTask_IsSaid()
    {
        await using SlidingCacheAtom<string, int> cache = new(static (_, _) => null!);

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => cache.GetOrComputeAsync("a").AsTask());

        Assert.Equal("The factory for key 'a' returned null; return a task.", error.Message);
    }

    [Fact]
    public void ImpossibleCaches_AreRefused_WithAllFaults()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(static () => new SlidingCacheAtom<string, int>(
            static (_, _) => Task.FromResult(1), TimeSpan.Zero, -_absolute, maxSize: 0, maxConcurrency: 0, sampleRate: -1));

        Assert.Equal(
            """
            SlidingCacheAtom is not valid (5 faults):
              slidingExpiration must be positive but was 00:00:00.
              absoluteExpiration must be positive but was -00:12:00.
              maxSize must be at least 1 but was 0.
              maxConcurrency must be at least 1 but was 0.
              sampleRate must be at least 0 but was -1.
            """.ReplaceLineEndings("\n"),
            error.Message);
        Assert.Throws<ArgumentNullException>(static () => new SlidingCacheAtom<string, int>(null!));
    }

    [Fact]
    public async Task AHit_AllocatesNothing()
    {
        await using SlidingCacheAtom<string, int> cache = Create();
        await cache.GetOrComputeAsync("a");
        for (int i = 0; i < 20_000; i++) await cache.GetOrComputeAsync("a");
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 10_000; i++) await cache.GetOrComputeAsync("a");

        Assert.Equal(0, (GC.GetAllocatedBytesForCurrentThread() - before) / 10_000);
    }

    private SlidingCacheAtom<string, int> Create(int maxSize = 100, int sampleRate = 1, SignalSink? signals = null) =>
        new((_, _) => Task.FromResult(++_computed), _sliding, _absolute, maxSize, sampleRate: sampleRate, signals: signals, timeProvider: _time);
}
