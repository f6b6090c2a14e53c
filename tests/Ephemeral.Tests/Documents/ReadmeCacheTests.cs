namespace Ephemeral.Tests.Documents;

/// <summary>README, "Cache Strategies" and "Sample: Self-optimizing hot-key cache (EphemeralLruCache)".</summary>
public sealed class ReadmeCacheTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task SelfOptimizingHotKeyCache()
    {
        Database db = new();

        var cache = new EphemeralLruCache<string, User>(new EphemeralLruCacheOptions
        {
            DefaultTtl = TimeSpan.FromMinutes(5),
            HotKeyExtension = TimeSpan.FromMinutes(30),
            HotAccessThreshold = 3, // 3 hits = hot
            MaxSize = 10_000,
            SampleRate = 5 // emit 1 in 5 signals
        });

        // Read-through with self-optimizing TTLs
        async Task<User> GetUserAsync(string id) =>
            await cache.GetOrAddAsync(id, async key =>
            {
                var user = await db.LoadUserAsync(key);
                return user!;
            });

        for (int i = 0; i < 6; i++) Assert.Equal("alice", (await GetUserAsync("alice")).Name);
        await GetUserAsync("bob");

        // Observe how the cache self-focuses
        var signals = cache.GetSignals().Where(s => s.Signal.StartsWith("cache."));
        var stats = cache.GetStats(); // hot/expired counts, size

        Assert.Equal(["alice", "bob"], db.Loaded);
        Assert.Equal(["cache.miss:alice", "cache.hit:alice", "cache.hot:alice"], signals.Select(static signal => signal.Signal));
        Assert.Equal(new CacheStats(Total: 2, Valid: 2, Expired: 0, Hot: 1, MaxSize: 10_000), stats);
        await cache.DisposeAsync();
    }

    /// <summary>"Sliding on hit; hot keys extend TTL; LRU-style eviction", "Hot detection (cache.hot/evict signals)".</summary>
    [Fact]
    public void CacheStrategies_EphemeralLruCache()
    {
        using EphemeralLruCache<string, int> cache = new(new() { HotAccessThreshold = 3, MaxSize = 2, TimeProvider = _time });
        cache.GetOrAdd("hot", static _ => 1);
        cache.TryGet("hot", out _);
        cache.TryGet("hot", out _);
        cache.GetOrAdd("cold", static _ => 1);
        cache.GetOrAdd("next", static _ => 1);
        Assert.Equal(["cache.hot:hot"], cache.GetSignals("cache.hot:*").Select(static signal => signal.Signal));
        Assert.Equal(["cache.evict:cold"], cache.GetSignals("cache.evict:*").Select(static signal => signal.Signal));

        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.True(cache.TryGet("next", out _));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.True(cache.TryGet("next", out _));
        _time.Advance(TimeSpan.FromMinutes(21));

        Assert.True(cache.TryGet("hot", out _));
    }

    private sealed record User(string Name);

    private sealed class Database
    {
        public List<string> Loaded { get; } = [];

        public async Task<User?> LoadUserAsync(string key)
        {
            await Task.Yield();
            Loaded.Add(key);
            return new(key);
        }
    }
}
