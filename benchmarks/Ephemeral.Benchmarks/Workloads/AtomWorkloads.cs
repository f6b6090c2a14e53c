using System.Threading.RateLimiting;
using Ephemeral.Atoms;
using Microsoft.Extensions.Caching.Memory;
using Polly;
using Polly.Retry;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Atoms where nothing goes wrong and nobody waits, and what does the same elsewhere.</summary>
internal static class AtomWorkloads
{
    private const double PlentyPerSecond = 1e9;

    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    private static long _seen;

    /// <summary>A call that would be tried again if it failed, through a coordinator.</summary>
    public static Workload Retry()
    {
        RetryAtom<int> atom = new(static (_, _) => Task.CompletedTask, maxRetries: 3, TimeSpan.FromMilliseconds(100), maxConcurrency: 1);
        return new AsyncLoopWorkload(async items =>
        {
            for (int i = 0; i < items; i++) await atom.EnqueueAsync(i);
            await atom.DrainAsync();
        });
    }

    /// <summary>A call through a pipeline of Polly that would try again. It queues nothing and tracks nothing.</summary>
    public static Workload PollyRetry()
    {
        ResiliencePipeline pipeline = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.FromMilliseconds(100), BackoffType = DelayBackoffType.Exponential })
            .Build();
        return new AsyncLoopWorkload(async items =>
        {
            for (int i = 0; i < items; i++) await pipeline.ExecuteAsync(static (_, _) => ValueTask.CompletedTask, i);
        });
    }

    public static Workload Permits()
    {
        RateLimitAtom atom = new(new(), new() { InitialRatePerSecond = PlentyPerSecond, Burst = int.MaxValue });
        return new LoopWorkload(items =>
        {
            for (int i = 0; i < items; i++)
            {
                ValueTask<RateLimitLease> lease = atom.AcquireAsync();
                if (lease.IsCompletedSuccessfully && lease.Result.IsAcquired) _seen++;
            }
        });
    }

    public static Workload BclPermits()
    {
        TokenBucketRateLimiter limiter = new(new()
        {
            TokenLimit = int.MaxValue,
            TokensPerPeriod = int.MaxValue,
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            QueueLimit = 1_024,
        });
        return new LoopWorkload(items =>
        {
            for (int i = 0; i < items; i++)
            {
                ValueTask<RateLimitLease> lease = limiter.AcquireAsync();
                if (lease.IsCompletedSuccessfully && lease.Result.IsAcquired) _seen++;
            }
        });
    }

    public static Workload SlidingHits(int keys, int sampleRate)
    {
        string[] names = [.. Enumerable.Range(0, keys).Select(static i => $"user.{i}")];
        SlidingCacheAtom<string, string> cache = new(static (key, _) => Task.FromResult(key), _day, _day, keys, sampleRate: sampleRate);
        return new AsyncLoopWorkload(async items =>
        {
            long seen = 0;
            for (int i = 0, next = 0; i < items; i++)
            {
                seen += (await cache.GetOrComputeAsync(names[next])).Length;
                if (++next == names.Length) next = 0;
            }

            _seen += seen;
        });
    }

    /// <summary>A memory cache with sliding and absolute lives.</summary>
    public static Workload MemoryCacheHits(int keys)
    {
        string[] names = [.. Enumerable.Range(0, keys).Select(static i => $"user.{i}")];
        MemoryCache cache = new(new MemoryCacheOptions());
        foreach (string name in names)
            cache.Set(name, name, new MemoryCacheEntryOptions { SlidingExpiration = _day, AbsoluteExpirationRelativeToNow = _day });

        return new AsyncLoopWorkload(async items =>
        {
            long seen = 0;
            for (int i = 0, next = 0; i < items; i++)
            {
                seen += (await cache.GetOrCreateAsync(names[next], static entry => Task.FromResult((string)entry.Key)))!.Length;
                if (++next == names.Length) next = 0;
            }

            _seen += seen;
        });
    }
}
