namespace Ephemeral.Tests.Caching;

/// <summary>Many callers at once: no key has two factories at a time, no moment has too many entries, nothing old comes back.</summary>
public sealed class CacheStressTests
{
    private const int Callers = 6;
    private const int Keys = 40;
    private const int MaxSize = 16;
    private const int Rounds = 120;
    private const int Steps = 60;

    private static readonly TimeSpan _ttl = TimeSpan.FromMinutes(1);

    private readonly ClockWithoutTimers _time = new();
    private readonly int[] _running = new int[Keys];
    private readonly int[] _made = new int[Keys];
    private readonly int[] _newest = new int[Keys];

    [Fact]
    public async Task ManyCallers_SeeOneFactoryAKey_WithinTheSize_AndNothingOld()
    {
        int seed = Environment.TickCount;
        try { await RunAsync(seed).Within(); }
        catch (Exception error) { throw new InvalidOperationException($"seed {seed}: {error.Message}", error); }
    }

    private async Task RunAsync(int seed)
    {
        await using EphemeralLruCache<int, Made> cache = new(
            new() { MaxSize = MaxSize, DefaultTtl = _ttl, HotKeyExtension = _ttl, HotAccessThreshold = 2, TimeProvider = _time });
        for (int round = 0; round < Rounds; round++)
        {
            _time.Advance(_ttl); // all that is there has expired, and the callers of this round find that out together
            long start = _time.GetTimestamp();
            int roundSeed = seed + (round * Callers);
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(cache, new(roundSeed + caller), start))));
        }

        Assert.Equal(0, cache.GetStats().InFlight);
    }

    private async Task CallAsync(EphemeralLruCache<int, Made> cache, Random random, long start)
    {
        for (int step = 0; step < Steps; step++)
        {
            int key = random.Next(Keys);
            int newest = Volatile.Read(ref _newest[key]);
            switch (random.Next(12))
            {
                case <= 5: Check(await cache.GetOrAddAsync(key, MakeAsync)); break;
                case <= 9: if (cache.TryGet(key, out Made? found)) Check(found); break;
                case 10: _time.Advance(TimeSpan.FromTicks(1)); break;
                default: Assert.InRange(cache.GetStats().Total, 0, MaxSize); break;
            }

            // Of this round, and no older than what anybody was given before this call began.
            void Check(Made value)
            {
                Assert.True(value.Key == key && value.At >= start && value.Number >= newest, $"{value} for {key}, {start}, {newest}");
                for (int last = newest, seen; last < value.Number; last = seen)
                    if ((seen = Interlocked.CompareExchange(ref _newest[key], value.Number, last)) == last) break;
            }
        }
    }

    private async Task<Made> MakeAsync(int key)
    {
        Assert.Equal(1, Interlocked.Increment(ref _running[key]));
        int number = ++_made[key]; // alone
        await Task.Yield();
        Made made = new(key, number, _time.GetTimestamp());
        Interlocked.Decrement(ref _running[key]);
        return made;
    }

    private sealed record Made(int Key, int Number, long At);
}
