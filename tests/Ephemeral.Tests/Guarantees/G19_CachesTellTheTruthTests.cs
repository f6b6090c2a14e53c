using Ephemeral.Tests.Caching;

namespace Ephemeral.Tests.Guarantees;

/// <summary>G19: caches never return an expired entry, run one factory per key at a time, keep to their size.</summary>
public sealed class G19_CachesTellTheTruthTests
{
    private static readonly TimeSpan _ttl = TimeSpan.FromMinutes(5);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task ExpiredEntry_IsNeverReturned_AndNeverRevived()
    {
        await using EphemeralLruCache<string, int> cache = new(new() { DefaultTtl = _ttl, TimeProvider = _time });
        int runs = 0;
        cache.GetOrAdd("a", _ => ++runs);

        _time.Advance(_ttl - TimeSpan.FromTicks(1));
        Assert.True(cache.TryGet("a", out _)); // slides

        _time.Advance(_ttl - TimeSpan.FromTicks(1));
        Assert.Equal(1, await cache.GetOrAddAsync("a", _ => Task.FromResult(++runs)));

        _time.Advance(_ttl);
        Assert.False(cache.TryGet("a", out _));
        Assert.False(cache.TryGet("a", out _));
        Assert.Equal(2, await cache.GetOrAddAsync("a", _ => Task.FromResult(++runs)));
        Assert.Equal(2, cache.GetOrAdd("a", _ => ++runs));
    }

    /// <summary>No timer has run when the entry is read: reads are exact by themselves.</summary>
    [Fact]
    public void ExpiredEntry_IsNotReturned_ThoughNobodyCleansUp()
    {
        ClockWithoutTimers clock = new();
        using EphemeralLruCache<string, int> cache = new(new() { DefaultTtl = _ttl, TimeProvider = clock });
        cache.GetOrAdd("a", static _ => 1);
        cache.GetOrAdd("b", static _ => 1);

        clock.Advance(_ttl);

        Assert.Equal((2, 0, 2), (cache.GetStats().Total, cache.GetStats().Valid, cache.GetStats().Expired));
        Assert.False(cache.TryGet("a", out _));
        Assert.Equal(2, cache.GetOrAdd("b", static _ => 2));
        Assert.Equal((1, 1, 0), (cache.GetStats().Total, cache.GetStats().Valid, cache.GetStats().Expired));
    }

    /// <summary>A hit has read the clock in time and found the entry, and is overtaken by somebody who finds it expired.</summary>
    [Fact]
    public void HitThatIsOvertaken_DoesNotBringTheEntryBack()
    {
        ClockWithoutTimers clock = new();
        OvertakingComparer comparer = new();
        using EphemeralLruCache<string, int> cache = new(new() { DefaultTtl = _ttl, TimeProvider = clock }, comparer);
        cache.GetOrAdd("a", static _ => 1);
        clock.Advance(_ttl - TimeSpan.FromTicks(1));
        bool? overtaking = null;
        comparer.Once = () =>
        {
            clock.Advance(TimeSpan.FromTicks(1));
            overtaking = cache.TryGet("a", out _);
        };

        cache.TryGet("a", out _);

        Assert.False(overtaking);
        Assert.False(cache.TryGet("a", out _));
    }

    [Fact]
    public async Task FiftyCallersOfOneKey_RunOneFactory()
    {
        await using EphemeralLruCache<string, int> cache = new();
        Gate gate = new();
        int runs = 0;

        Task<int>[] callers =
        [
            .. Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await cache.GetOrAddAsync("a", async _ =>
            {
                int run = Interlocked.Increment(ref runs);
                await gate.WaitAsync();
                return run;
            }))),
        ];
        await gate.Reached;
        gate.Open();

        Assert.Equal(Enumerable.Repeat(1, 50), await Task.WhenAll(callers).Within());
        Assert.Equal(1, runs);
    }

    [Fact]
    public void TwoHundredThousandKeys_StayWithinTheSize()
    {
        using EphemeralLruCache<int, int> cache = new(new() { MaxSize = 1_000 });

        for (int key = 0; key < 200_000; key++)
        {
            cache.GetOrAdd(key, static key => key);
            if (key % 500 == 0) Assert.InRange(cache.GetStats().Total, 1, 1_000);
        }

        CacheStats stats = cache.GetStats();
        Assert.Equal((1_000, 199_000), (stats.Total, stats.Evicted));
        Assert.True(cache.TryGet(199_999, out _));
    }

    private sealed class OvertakingComparer : IEqualityComparer<string>
    {
        public Action? Once { get; set; }

        public bool Equals(string? x, string? y)
        {
            Action? once = Once;
            Once = null;
            once?.Invoke();
            return x == y;
        }

        public int GetHashCode(string text) => text.GetHashCode(StringComparison.Ordinal);
    }
}
