namespace Ephemeral.Tests.Caching;

/// <summary>Random commands on a cache and on a plain dictionary that does the same by brute force; after each, both must agree.</summary>
public sealed class CacheModelTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task RandomCommands_AgreeWithTheModel()
    {
        for (int run = 0; run < 150; run++)
        {
            int seed = Environment.TickCount + run;
            try { await RunAsync(new Random(seed)); }
            catch (Exception error) { throw new InvalidOperationException($"seed {seed}: {error.Message}", error); }
        }
    }

    private async Task RunAsync(Random random)
    {
        EphemeralLruCacheOptions options = new()
        {
            MaxSize = random.Next(1, 12),
            DefaultTtl = TimeSpan.FromSeconds(random.Next(1, 20)),
            HotKeyExtension = TimeSpan.FromSeconds(random.Next(1, 60)),
            HotAccessThreshold = random.Next(1, 6),
            Signals = new(timeProvider: _time),
            TimeProvider = _time,
        };
        List<string> gone = [];
        options.Signals.Subscribe("cache.evict:*", signal => gone.Add(signal.Key!));
        await using EphemeralLruCache<int, int> cache = new(options);
        Model model = new(options, _time);
        TaskCompletionSource<int>? running = null;

        for (int step = 0; step < 400; step++)
        {
            int key = random.Next(16);
            TimeSpan? ttl = random.Next(3) == 0 ? TimeSpan.FromSeconds(random.Next(1, 40)) : null;
            _time.Advance(TimeSpan.FromTicks(1)); // so that no two accesses are at the same time
            model.Expire();
            switch (random.Next(20))
            {
                case <= 7: Assert.Equal(model.GetOrAdd(key, step, ttl), cache.GetOrAdd(key, _ => step, ttl)); break;
                case <= 10: Assert.Equal(model.GetOrAdd(key, step, ttl), await cache.GetOrAddAsync(key, _ => Task.FromResult(step), ttl)); break;
                case <= 14: Assert.Equal(model.TryGet(key), cache.TryGet(key, out int found) ? found : null); break;
                case 15: Assert.Equal(model.Remove(key), cache.Invalidate(key)); break;
                case 16 when random.Next(10) == 0: Assert.Equal(model.Clear(), cache.Clear()); break;
                case 17 when model.TryGet(key) is { } present: // invalidated while its factory runs
                    Assert.Equal(present, cache.GetOrAdd(key, _ => -1));
                    break;
                case 17:
                    running = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    Task<int> caller = cache.GetOrAddAsync(key, _ => running.Task, ttl).AsTask();
                    Assert.Equal(1, cache.GetStats().InFlight);
                    Assert.True(cache.Invalidate(key));
                    running.SetResult(step);
                    Assert.Equal(step, await caller.Within());
                    break;
                default:
                    _time.Advance(TimeSpan.FromSeconds(random.Next(10)));
                    model.Expire();
                    break;
            }

            Assert.Equal(model.Stats, cache.GetStats());
            Assert.Equal(model.TakeGone().Order(), gone.Select(int.Parse).Order());
            gone.Clear();
            Assert.Equal(model.Stats.Total == 0 ? 0 : 1, _time.ActiveTimers);
        }
    }

    private sealed class Model(EphemeralLruCacheOptions options, ManualTimeProvider time)
    {
        private readonly Dictionary<int, Entry> _entries = [];
        private readonly List<int> _gone = [];
        private long _evicted;

        public CacheStats Stats => new(
            _entries.Count,
            _entries.Count,
            0,
            _entries.Values.Count(entry => entry.Accesses >= options.HotAccessThreshold),
            options.MaxSize) { Evicted = _evicted };

        public int? TryGet(int key)
        {
            if (!_entries.TryGetValue(key, out Entry? entry)) return null;
            entry.Accesses++;
            entry.LastAccess = time.GetTimestamp();
            bool isHot = entry.Accesses >= options.HotAccessThreshold;
            entry.Expiry = entry.LastAccess + (isHot && options.HotKeyExtension > entry.Ttl ? options.HotKeyExtension : entry.Ttl).Ticks;
            return entry.Value;
        }

        public int GetOrAdd(int key, int value, TimeSpan? ttl)
        {
            if (TryGet(key) is { } present) return present;
            if (_entries.Count == options.MaxSize)
            {
                int coldest = _entries.MinBy(static pair => (pair.Value.Accesses, pair.Value.LastAccess)).Key;
                _entries.Remove(coldest);
                _gone.Add(coldest);
                _evicted++;
            }

            TimeSpan life = ttl ?? options.DefaultTtl;
            long now = time.GetTimestamp();
            _entries.Add(key, new(value, life) { Accesses = 1, LastAccess = now, Expiry = now + life.Ticks });
            return value;
        }

        public bool Remove(int key) => _entries.Remove(key);

        public int Clear()
        {
            int count = _entries.Count;
            _entries.Clear();
            return count;
        }

        public void Expire()
        {
            foreach ((int key, Entry entry) in _entries.Where(pair => pair.Value.Expiry <= time.GetTimestamp()).ToList())
            {
                _entries.Remove(key);
                _gone.Add(key);
            }
        }

        public IReadOnlyList<int> TakeGone()
        {
            int[] gone = [.. _gone];
            _gone.Clear();
            return gone;
        }

        private sealed record Entry(int Value, TimeSpan Ttl)
        {
            public int Accesses { get; set; }

            public long LastAccess { get; set; }

            public long Expiry { get; set; }
        }
    }
}
