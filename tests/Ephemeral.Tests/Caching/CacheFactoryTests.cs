namespace Ephemeral.Tests.Caching;

/// <summary>Factories: who runs them, who gets what they return or throw, and what becomes of it.</summary>
public sealed class CacheFactoryTests : IDisposable
{
    private readonly EphemeralLruCache<string, int> _cache = new(new() { TimeProvider = new ManualTimeProvider() });
    private readonly Gate _gate = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task Hit_CompletesAtOnce()
    {
        Assert.Equal(1, await _cache.GetOrAddAsync("a", static _ => Task.FromResult(1)));

        ValueTask<int> hit = _cache.GetOrAddAsync("a", static _ => throw new InvalidOperationException("not called"));

        Assert.True(hit.IsCompletedSuccessfully);
        Assert.Equal(1, await hit);
    }

    [Fact]
    public async Task Failure_ReachesAllWhoWait_AndIsNotCached()
    {
        Task<int>[] callers = [.. Enumerable.Range(0, 5).Select(_ => _cache.GetOrAddAsync("a", FailAsync).AsTask())];
        Assert.Equal(1, _cache.GetStats().InFlight);
        _gate.Open();

        foreach (Task<int> caller in callers)
            Assert.Equal("broken", (await Assert.ThrowsAsync<FormatException>(() => caller.Within())).Message);
        Assert.Equal((0, 0), (_cache.GetStats().Total, _cache.GetStats().InFlight));
        Assert.Equal(2, await _cache.GetOrAddAsync("a", static _ => Task.FromResult(2)));

        async Task<int> FailAsync(string key)
        {
            await _gate.WaitAsync();
            throw new FormatException("broken");
        }
    }

    [Fact]
    public async Task SynchronousFailure_ReachesItsCaller_AndIsNotCached()
    {
        Assert.Throws<FormatException>(() => _cache.GetOrAdd("a", static _ => throw new FormatException()));
        await Assert.ThrowsAsync<FormatException>(async () => await _cache.GetOrAddAsync("a", static _ => throw new FormatException()));

        Assert.Equal(1, _cache.GetOrAdd("a", static _ => 1));
    }

    [Fact]
    public async Task Cancellation_EndsOneWait_AndNotTheFactory()
    {
        using CancellationTokenSource impatient = new();
        Task<int> first = _cache.GetOrAddAsync("a", ComputeAsync, cancellationToken: impatient.Token).AsTask();
        Task<int> second = _cache.GetOrAddAsync("a", ComputeAsync).AsTask();

        await impatient.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Within());
        Assert.Equal(impatient.Token, error.CancellationToken);
        Assert.False(second.IsCompleted);
        _gate.Open();

        Assert.Equal(1, await second.Within());
        Assert.True(_cache.TryGet("a", out _));
    }

    [Fact]
    public async Task Cancellation_OfTheOnlyCaller_LeavesAValue()
    {
        using CancellationTokenSource impatient = new();
        TaskCompletionSource<int> computed = new();
        Task<int> caller = _cache.GetOrAddAsync("a", _ => computed.Task, cancellationToken: impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller.Within());

        computed.SetResult(1);

        Assert.True(_cache.TryGet("a", out int value));
        Assert.Equal(1, value);
    }

    [Fact]
    public async Task CancelledToken_StartsNoFactory_AndStillHits()
    {
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _cache.GetOrAddAsync("a", static _ => throw new InvalidOperationException("called"), cancellationToken: cancelled));

        _cache.GetOrAdd("a", static _ => 1);
        Assert.Equal(1, await _cache.GetOrAddAsync("a", static _ => Task.FromResult(2), cancellationToken: cancelled));
    }

    [Fact]
    public async Task CancelledFactory_CancelsAllWhoWait()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _cache.GetOrAddAsync("a", static _ => Task.FromCanceled<int>(new CancellationToken(canceled: true))));

        Assert.Equal(1, _cache.GetOrAdd("a", static _ => 1));
    }

    [Fact]
    public async Task InvalidatedWhileItsFactoryRuns_TheValueReachesItsCallers_AndIsNotCached()
    {
        Task<int> old = _cache.GetOrAddAsync("a", ComputeAsync).AsTask();
        await _gate.Reached;

        Assert.True(_cache.Invalidate("a"));
        Assert.Equal(0, _cache.GetStats().InFlight);
        _gate.Open();

        Assert.Equal(1, await old.Within());
        Assert.False(_cache.TryGet("a", out _));
    }

    [Fact]
    public async Task AfterAnInvalidation_TheNextCallerStartsAnew_AndTheOldValueComesTooLate()
    {
        Task<int> old = _cache.GetOrAddAsync("a", ComputeAsync).AsTask();
        _cache.Clear();

        Assert.Equal(2, await _cache.GetOrAddAsync("a", static _ => Task.FromResult(2)));
        _gate.Open();
        await old.Within();

        Assert.True(_cache.TryGet("a", out int value));
        Assert.Equal(2, value);
    }

    [Fact]
    public async Task DisposedWhileItsFactoryRuns_TheValueReachesItsCallers_AndIsNotCached()
    {
        Task<int> caller = _cache.GetOrAddAsync("a", ComputeAsync).AsTask();

        await _cache.DisposeAsync();
        _gate.Open();

        Assert.Equal(1, await caller.Within());
        Assert.Equal(0, _cache.GetStats().Total);
    }

    [Fact]
    public async Task SynchronousCaller_DoesNotWait_AndTheFirstStoredValueCounts()
    {
        Task<int> waiting = _cache.GetOrAddAsync("a", ComputeAsync).AsTask();
        await _gate.Reached;

        Assert.Equal(2, _cache.GetOrAdd("a", static _ => 2));
        _gate.Open();

        Assert.Equal(2, await waiting.Within());
        Assert.Equal(2, _cache.GetOrAdd("a", static _ => 3));
    }

    [Fact]
    public async Task SynchronousCallers_ComputeSideBySide_AndAllReturnTheSameValue()
    {
        using Barrier allInside = new(4);
        int runs = 0;

        int[] values = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () => _cache.GetOrAdd("a", _ =>
            {
                int run = Interlocked.Increment(ref runs);
                Assert.True(allInside.SignalAndWait(TestTimeout.Limit));
                return run;
            }),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).Within();

        Assert.Equal(4, runs);
        Assert.Single(values.Distinct());
        Assert.Equal(values[0], _cache.GetOrAdd("a", static _ => 0));
    }

    [Fact]
    public async Task AsynchronousCaller_SharesASynchronousFactory()
    {
        SignalSink sink = new();
        using EphemeralLruCache<string, int> cache = new(new() { Signals = sink });
        using CountdownEvent misses = new(2);
        sink.Subscribe("cache.miss:a", _ => misses.Signal());
        Task<int>? sharing = null;

        int value = cache.GetOrAdd("a", key =>
        {
            using (ExecutionContext.SuppressFlow()) // somebody else, not this factory
                sharing = Task.Run(async () => await cache.GetOrAddAsync(key, static _ => Task.FromResult(2)));
            Assert.True(misses.Wait(TestTimeout.Limit));
            return 1;
        });

        Assert.Equal((1, 1), (value, await sharing!.Within()));
    }

    [Fact]
    public async Task FactoryThatAsksForItsOwnKey_FailsWithAClearMessage()
    {
        const string Message =
            "The factory for key 'a' asks this cache for key 'a', whose factory waits for 'a', so neither would end. " +
            "A factory must not need its own value: compute it without the cache, or under another key.";

        Assert.Equal(Message, (await Assert.ThrowsAsync<InvalidOperationException>(async () => await OfItselfAsync("a").Within())).Message);
        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => OfItself("a")).Message);
        Assert.Equal(0, _cache.GetStats().InFlight);

        ValueTask<int> OfItselfAsync(string key) => _cache.GetOrAddAsync(key, async again =>
        {
            await Task.Yield();
            return await OfItselfAsync(again);
        });
        int OfItself(string key) => _cache.GetOrAdd(key, OfItself);
    }

    [Fact]
    public async Task FactoriesThatAskForEachOther_InOneFlow_FailWithAClearMessage()
    {
        Assert.Contains("'b' asks this cache for key 'a'", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await OtherAsync("a").Within())).Message);

        ValueTask<int> OtherAsync(string key) => _cache.GetOrAddAsync(key, async asked => await OtherAsync(asked == "a" ? "b" : "a"));
    }

    [Fact]
    public async Task FactoriesThatAskForEachOther_FromTwoCallers_FailWithAClearMessage()
    {
        Task<int> a = _cache.GetOrAddAsync("a", async _ =>
        {
            await _gate.WaitAsync();
            return await _cache.GetOrAddAsync("b", static _ => Task.FromResult(0));
        }).AsTask();
        Task<int> b = _cache.GetOrAddAsync("b", async _ =>
        {
            await _gate.WaitAsync();
            return await _cache.GetOrAddAsync("a", static _ => Task.FromResult(0));
        }).AsTask();
        _gate.Open();

        await Assert.ThrowsAsync<InvalidOperationException>(() => a.Within());
        await Assert.ThrowsAsync<InvalidOperationException>(() => b.Within());
        Assert.Equal(0, _cache.GetStats().InFlight);
    }

    [Fact]
    public async Task FactoryThatAsksForOtherKeys_IsFine()
    {
        int value = await _cache.GetOrAddAsync("sum", async _ =>
            (await Task.WhenAll(_cache.GetOrAddAsync("a", static _ => Task.FromResult(1)).AsTask(), _cache.GetOrAddAsync("a", ComputeOpenAsync).AsTask())).Sum());

        Assert.Equal(2, value);

        static async Task<int> ComputeOpenAsync(string key)
        {
            await Task.Yield();
            return 9;
        }
    }

    [Fact]
    public async Task FactoryThatReturnsNoTask_IsNamed()
    {
        InvalidOperationException error =
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await _cache.GetOrAddAsync("a", static _ => null!));

        Assert.Equal("The factory for key 'a' returned null; return a task.", error.Message);
    }

    private async Task<int> ComputeAsync(string key)
    {
        await _gate.WaitAsync();
        return 1;
    }
}
