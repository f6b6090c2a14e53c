namespace Ephemeral.Tests.Caching;

/// <summary>MaxLifetime and EntryEvicted.</summary>
public sealed class CacheLifetimeTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();
    private readonly List<CacheEviction<string, int>> _gone = [];

    [Fact]
    public void AnEntry_LeavesAfterItsLongestLife_HoweverOftenItIsHit()
    {
        using EphemeralLruCache<string, int> cache = Create(maxLifetime: 3 * _minute);
        cache.GetOrAdd("a", static _ => 1);
        for (int i = 0; i < 5; i++)
        {
            _time.Advance(0.5 * _minute);
            Assert.True(cache.TryGet("a", out _));
        }

        _time.Advance((0.5 * _minute) - TimeSpan.FromTicks(1));
        Assert.True(cache.TryGet("a", out _));
        Assert.Empty(_gone);
        _time.Advance(TimeSpan.FromTicks(1)); // the timer removes it

        Assert.Equal([new("a", 1, EvictionReason.Age)], _gone);
        Assert.False(cache.TryGet("a", out _));
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public void ALongestLifeBelowTheUsualOne_Counts()
    {
        using EphemeralLruCache<string, int> cache = Create(maxLifetime: 0.5 * _minute);
        cache.GetOrAdd("a", static _ => 1, TimeSpan.FromHours(1));

        _time.Advance(0.5 * _minute);

        Assert.False(cache.TryGet("a", out _));
    }

    [Fact]
    public void WhoFindsNoRoom_IsTold_AndWhoIsInvalidatedIsNot()
    {
        using EphemeralLruCache<string, int> cache = Create(maxLifetime: null);
        cache.GetOrAdd("a", static _ => 1);
        cache.GetOrAdd("b", static _ => 2);
        cache.TryGet("b", out _);
        cache.GetOrAdd("c", static _ => 3);
        cache.Invalidate("b");
        cache.Clear();

        Assert.Equal([new("a", 1, EvictionReason.Capacity)], _gone);
    }

    [Fact]
    public void AHandlerThatThrows_IsCounted_AndTheOthersAreTold()
    {
        using EphemeralLruCache<string, int> cache = new(new() { MaxSize = 1, TimeProvider = _time });
        cache.EntryEvicted += static _ => throw new InvalidOperationException();
        cache.EntryEvicted += _gone.Add;
        cache.GetOrAdd("a", static _ => 1);

        Assert.Equal(2, cache.GetOrAdd("b", static _ => 2));

        Assert.Single(_gone);
        Assert.Equal(1, cache.CallbackFailures);
    }

    [Fact]
    public void ALongestLifeOfNothing_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(static () => new EphemeralLruCache<string, int>(new() { MaxLifetime = TimeSpan.Zero }));
        Assert.Contains("MaxLifetime must be positive but was 00:00:00.", error.Message, StringComparison.Ordinal);
    }

    private EphemeralLruCache<string, int> Create(TimeSpan? maxLifetime)
    {
        EphemeralLruCache<string, int> cache = new(new() { DefaultTtl = _minute, MaxLifetime = maxLifetime, MaxSize = 2, TimeProvider = _time });
        cache.EntryEvicted += _gone.Add;
        return cache;
    }
}
