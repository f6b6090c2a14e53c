namespace Ephemeral.Tests.Allocations;

[Collection("Allocations")]
public sealed class CacheAllocationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Hit_AllocatesNothing(int sampleRate)
    {
        using EphemeralLruCache<string, string> cache = new(new() { SampleRate = sampleRate });
        cache.GetOrAdd("a", static key => key);

        Assert.Equal(0, AllocationMeter.BytesPerCall(() => cache.TryGet("a", out _)));
        Assert.Equal(0, AllocationMeter.BytesPerCall(() => cache.GetOrAdd("a", static key => key)));
        Assert.Equal(0, AllocationMeter.BytesPerCall(() => _ = cache.GetOrAddAsync("a", static key => Task.FromResult(key)).IsCompleted));
        Assert.Equal(0, AllocationMeter.BytesPerCall(() => _ = cache.GetOrAddAsync("a", static (key, _) => Task.FromResult(key)).IsCompleted));
    }

    [Fact]
    public void Hit_OfAValueType_AllocatesNothing()
    {
        using EphemeralLruCache<(int, int), long> cache = new();
        cache.GetOrAdd((1, 2), static _ => 3);

        Assert.Equal(0, AllocationMeter.BytesPerCall(() => cache.TryGet((1, 2), out _)));
    }

    [Fact]
    public void Miss_AllocatesNothing()
    {
        using EphemeralLruCache<string, string> cache = new();

        Assert.Equal(0, AllocationMeter.BytesPerCall(() => cache.TryGet("a", out _)));
    }
}
