using Microsoft.Extensions.Caching.Memory;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Loops over reading what is cached. Entries slide with every hit, and none expires meanwhile.</summary>
internal static class CacheWorkloads
{
    private static readonly TimeSpan _ttl = TimeSpan.FromDays(1);

    private static long _seen;

    /// <summary>Hits of so many keys in turns.</summary>
    public static Workload Hits(int keys, int sampleRate)
    {
        EphemeralLruCache<string, string> cache = Full(keys, sampleRate, out string[] names);
        return new LoopWorkload(items =>
        {
            long seen = 0;
            for (int i = 0, next = 0; i < items; i++)
            {
                if (cache.TryGet(names[next], out string? value)) seen += value.Length;
                if (++next == names.Length) next = 0;
            }

            _seen += seen;
        });
    }

    /// <summary>The same through a call that would compute what is not there.</summary>
    public static Workload AsyncHits(int keys, int sampleRate)
    {
        EphemeralLruCache<string, string> cache = Full(keys, sampleRate, out string[] names);
        return new LoopWorkload(items =>
        {
            long seen = 0;
            for (int i = 0, next = 0; i < items; i++)
            {
                ValueTask<string> value = cache.GetOrAddAsync(names[next], static key => Task.FromResult(key));
                if (value.IsCompletedSuccessfully) seen += value.Result.Length;
                if (++next == names.Length) next = 0;
            }

            _seen += seen;
        });
    }

    /// <summary>Hits of a memory cache whose entries slide as well.</summary>
    public static Workload MemoryCacheHits(int keys)
    {
        MemoryCache cache = new(new MemoryCacheOptions());
        string[] names = Names(keys);
        foreach (string name in names) cache.Set(name, name, new MemoryCacheEntryOptions { SlidingExpiration = _ttl });
        return new LoopWorkload(items =>
        {
            long seen = 0;
            for (int i = 0, next = 0; i < items; i++)
            {
                if (cache.TryGetValue(names[next], out string? value)) seen += value!.Length;
                if (++next == names.Length) next = 0;
            }

            _seen += seen;
        });
    }

    /// <summary>Adds keys that are always new to a full cache, so that each one drives another out.</summary>
    public static Workload Additions(int maxSize)
    {
        EphemeralLruCache<int, int> cache = new(new() { MaxSize = maxSize, SampleRate = 0, DefaultTtl = _ttl });
        int next = 0;
        Add(maxSize);
        return new LoopWorkload(Add);

        void Add(int items)
        {
            for (int i = 0; i < items; i++) cache.GetOrAdd(next++, static key => key);
        }
    }

    private static EphemeralLruCache<string, string> Full(int keys, int sampleRate, out string[] names)
    {
        EphemeralLruCache<string, string> cache = new(new() { MaxSize = keys, SampleRate = sampleRate, DefaultTtl = _ttl, HotKeyExtension = _ttl });
        names = Names(keys);
        foreach (string name in names) cache.GetOrAdd(name, static key => key);
        return cache;
    }

    private static string[] Names(int keys) => [.. Enumerable.Range(0, keys).Select(static i => $"user.{i}")];
}
