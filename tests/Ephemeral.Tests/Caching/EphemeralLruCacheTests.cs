namespace Ephemeral.Tests.Caching;

/// <summary>Lifetimes, heat, eviction, invalidation and the end of a cache.</summary>
public sealed class EphemeralLruCacheTests
{
    private static readonly TimeSpan _tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Defaults_AreThoseOfTheContract()
    {
        EphemeralLruCacheOptions options = new();

        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), 5), (options.DefaultTtl, options.HotKeyExtension, options.HotAccessThreshold));
        Assert.Equal((1_000, 1, null, TimeProvider.System), (options.MaxSize, options.SampleRate, options.Signals, options.TimeProvider));
    }

    [Fact]
    public void InvalidOptions_AreRefused_WithAllFaults()
    {
        EphemeralLruCacheOptions options = new()
        {
            DefaultTtl = TimeSpan.Zero,
            HotKeyExtension = -_minute,
            HotAccessThreshold = 0,
            MaxSize = 0,
            SampleRate = -1,
            TimeProvider = null!,
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => new EphemeralLruCache<string, int>(options));

        Assert.Equal(
            """
            EphemeralLruCacheOptions is not valid (6 faults):
              DefaultTtl must be positive but was 00:00:00.
              HotKeyExtension must be positive but was -00:01:00.
              HotAccessThreshold must be at least 1 but was 0.
              MaxSize must be at least 1 but was 0.
              SampleRate must be at least 0 but was -1.
              TimeProvider must be set but was null.
            """.ReplaceLineEndings("\n"),
            error.Message);
    }

    [Fact]
    public void Hits_BeforeTheThreshold_SlideByTheEntrysOwnTime()
    {
        using EphemeralLruCache<string, int> cache = Create(hotThreshold: 3);
        cache.GetOrAdd("a", static _ => 1, 2 * _minute);
        _time.Advance((2 * _minute) - _tick);
        Assert.True(cache.TryGet("a", out _)); // the second access
        Assert.Equal(0, cache.GetStats().Hot);

        _time.Advance(2 * _minute);

        Assert.False(cache.TryGet("a", out _));
    }

    [Fact]
    public void HotEntry_LivesForTheExtension()
    {
        using EphemeralLruCache<string, int> cache = Create(hotThreshold: 3);
        cache.GetOrAdd("a", static _ => 1);
        cache.TryGet("a", out _);
        Assert.Equal(0, cache.GetStats().Hot);
        cache.TryGet("a", out _);
        Assert.Equal(1, cache.GetStats().Hot);

        _time.Advance((30 * _minute) - _tick);
        Assert.True(cache.TryGet("a", out _));
        _time.Advance(30 * _minute);
        Assert.False(cache.TryGet("a", out _));
    }

    [Fact]
    public void HotEntry_WithALongTimeOfItsOwn_IsNotCutShort()
    {
        using EphemeralLruCache<string, int> cache = Create(hotThreshold: 2);
        cache.GetOrAdd("a", static _ => 1, 60 * _minute);
        cache.TryGet("a", out _);

        _time.Advance((60 * _minute) - _tick);

        Assert.True(cache.TryGet("a", out _));
    }

    [Fact]
    public void FullCache_DropsTheColdest_AndOfThoseTheLeastRecentlyUsed()
    {
        using EphemeralLruCache<string, int> cache = Create(maxSize: 3);
        foreach (string key in (string[])["a", "b", "c"])
        {
            cache.GetOrAdd(key, static _ => 1);
            _time.Advance(_tick);
        }

        cache.TryGet("a", out _);
        cache.GetOrAdd("d", static _ => 1);

        Assert.Equal(["cache.evict:b"], Evictions(cache));
        Assert.Equal([true, true, true], ((string[])["a", "c", "d"]).Select(key => cache.TryGet(key, out _)));
        Assert.Equal(1, cache.GetStats().Evicted);
    }

    [Fact]
    public void HotKeys_OutliveAScan()
    {
        using EphemeralLruCache<int, int> cache = Create<int>(maxSize: 100, hotThreshold: 3);
        for (int access = 0; access < 3; access++)
            for (int key = 0; key < 50; key++) cache.GetOrAdd(key, static key => key);

        for (int key = 1_000; key < 11_000; key++) cache.GetOrAdd(key, static key => key);

        Assert.All(Enumerable.Range(0, 50), key => Assert.True(cache.TryGet(key, out _)));
        Assert.Equal((100, 50), (cache.GetStats().Total, cache.GetStats().Hot));
    }

    [Fact]
    public void ExpiredEntries_MakeRoom_BeforeValidOnesDo()
    {
        using EphemeralLruCache<string, int> cache = Create(maxSize: 2);
        cache.GetOrAdd("short", static _ => 1, _minute);
        for (int i = 0; i < 3; i++) cache.TryGet("short", out _);
        cache.GetOrAdd("long", static _ => 1);
        _time.Advance(_minute);

        cache.GetOrAdd("new", static _ => 1);

        Assert.True(cache.TryGet("long", out _));
        Assert.Equal(0, cache.GetStats().Evicted);
    }

    [Fact]
    public void Entries_AreRemovedWhenTheyExpire_ByOneTimer()
    {
        using EphemeralLruCache<string, int> cache = Create();
        Assert.Equal(0, _time.ActiveTimers);
        cache.GetOrAdd("a", static _ => 1, 3 * _minute);
        cache.GetOrAdd("b", static _ => 1, _minute);
        cache.GetOrAdd("c", static _ => 1, 2 * _minute);
        Assert.Equal(1, _time.ActiveTimers);

        _time.Advance(_minute);
        Assert.Equal(2, cache.GetStats().Total);
        Assert.Equal(["cache.evict:b"], Evictions(cache));
        cache.TryGet("c", out _);
        _time.Advance(_minute);
        Assert.Equal(2, cache.GetStats().Total);
        _time.Advance(_minute);

        Assert.Equal(0, cache.GetStats().Total);
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public void LastEntryInvalidated_LeavesNoTimer()
    {
        using EphemeralLruCache<string, int> cache = Create();
        cache.GetOrAdd("a", static _ => 1);

        Assert.True(cache.Invalidate("a"));

        Assert.Equal(0, _time.ActiveTimers);
        Assert.False(cache.Invalidate("a"));
        Assert.False(cache.TryGet("a", out _));
    }

    [Fact]
    public void InvalidatedKeys_LeaveNothingBehind()
    {
        using EphemeralLruCache<int, int> cache = Create<int>(maxSize: 10);
        for (int i = 0; i < 100_000; i++)
        {
            cache.GetOrAdd(i % 5, static key => key);
            Assert.True(cache.Invalidate(i % 5));
        }

        Assert.Equal(new CacheStats(0, 0, 0, 0, 10), cache.GetStats());
    }

    [Fact]
    public void Clear_InvalidatesEverything()
    {
        using EphemeralLruCache<string, int> cache = Create();
        cache.GetOrAdd("a", static _ => 1);
        cache.GetOrAdd("b", static _ => 1);

        Assert.Equal(2, cache.Clear());

        Assert.Equal(0, cache.GetStats().Total);
        Assert.Equal(["cache.invalidate:a", "cache.invalidate:b"], cache.GetSignals("cache.invalidate:*").Select(static signal => signal.Signal).Order());
        Assert.Equal(0, cache.Clear());
    }

    [Fact]
    public void EndlessTtl_IsForEver()
    {
        using EphemeralLruCache<string, int> cache = Create();
        cache.GetOrAdd("a", static _ => 1, TimeSpan.MaxValue);

        _time.Advance(TimeSpan.FromDays(3_000));

        Assert.True(cache.TryGet("a", out _));
    }

    [Fact]
    public void NullIsAValue()
    {
        using EphemeralLruCache<string, string?> cache = new();
        int runs = 0;
        for (int i = 0; i < 2; i++)
        {
            Assert.Null(cache.GetOrAdd("a", _ =>
            {
                runs++;
                return null;
            }));
        }

        Assert.Equal(1, runs);
    }

    [Fact]
    public void Comparer_DecidesWhichKeysAreTheSame()
    {
        using EphemeralLruCache<string, int> cache = new(comparer: StringComparer.OrdinalIgnoreCase);
        cache.GetOrAdd("KEY", static _ => 1);

        Assert.Equal(1, cache.GetOrAdd("key", static _ => 2));
        Assert.True(cache.Invalidate("Key"));
    }

    [Fact]
    public async Task Mistakes_AreSaidAtOnce()
    {
        using EphemeralLruCache<string, int> cache = new();

        Assert.Throws<ArgumentNullException>(() => cache.TryGet(null!, out _));
        Assert.Throws<ArgumentNullException>(() => cache.GetOrAdd(null!, static _ => 1));
        Assert.Throws<ArgumentNullException>(() => cache.GetOrAdd("a", null!));
        Assert.Throws<ArgumentNullException>(() => cache.Invalidate(null!));
        Assert.Throws<ArgumentException>(() => cache.GetSignals(""));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await cache.GetOrAddAsync("a", (Func<string, Task<int>>)null!));
        Assert.Equal(
            "An entry lives for a positive time; give null for the cache's default. (Parameter 'ttl')\nActual value was 00:00:00.",
            Assert.Throws<ArgumentOutOfRangeException>(() => cache.GetOrAdd("a", static _ => 1, TimeSpan.Zero)).Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task AfterDispose_AddingThrows_AndAskingIsFalse()
    {
        EphemeralLruCache<string, int> cache = Create();
        cache.GetOrAdd("a", static _ => 1);

        await cache.DisposeAsync();
        cache.Dispose();

        Assert.Throws<ObjectDisposedException>(() => cache.GetOrAdd("a", static _ => 1));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await cache.GetOrAddAsync("a", static _ => Task.FromResult(1)));
        Assert.False(cache.TryGet("a", out _));
        Assert.False(cache.Invalidate("a"));
        Assert.Equal(0, cache.GetStats().Total);
        Assert.Equal(0, _time.ActiveTimers);
    }

    private static IEnumerable<string> Evictions(EphemeralLruCache<string, int> cache) =>
        cache.GetSignals("cache.evict:*").Select(static signal => signal.Signal);

    private EphemeralLruCache<string, int> Create(int maxSize = 1_000, int hotThreshold = 5) => Create<string>(maxSize, hotThreshold);

    private EphemeralLruCache<TKey, int> Create<TKey>(int maxSize = 1_000, int hotThreshold = 5)
        where TKey : notnull =>
        new(new() { MaxSize = maxSize, HotAccessThreshold = hotThreshold, TimeProvider = _time });
}
