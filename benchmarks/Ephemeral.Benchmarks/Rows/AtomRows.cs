using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What the hot atoms cost where nothing goes wrong.</summary>
internal static class AtomRows
{
    public const string Group = "atoms";
    private const int Items = 200_000;
    private const int Keys = 1_000;

    public static IEnumerable<Row> List() =>
    [
        new ComparisonRow(Group, "batches of 100", Items)
        {
            Ours = BatchWorkloads.Ours,
            Baseline = ("BatchBlock and ActionBlock", BatchWorkloads.BatchBlocks),
            Target = new() { Ratio = 1.0 },
        },
        new ComparisonRow(Group, "retry, no failure, queued and tracked", Items)
        {
            Ours = AtomWorkloads.Retry,
            Baseline = ("Polly, called in place", AtomWorkloads.PollyRetry),
            Target = new() { Bytes = 0 },
        },
        new ComparisonRow(Group, "rate limit, a permit is there", Items)
        {
            Ours = AtomWorkloads.Permits,
            Baseline = ("TokenBucketRateLimiter", AtomWorkloads.BclPermits),
            Target = new() { Ratio = 2.0, Bytes = 0 }, // it reads the clock each time; the baseline is filled by a timer
        },
        new ComparisonRow(Group, "sliding cache, hit, sampleRate 0", Items)
        {
            Ours = static () => AtomWorkloads.SlidingHits(Keys, sampleRate: 0),
            Baseline = ("MemoryCache.GetOrCreateAsync", static () => AtomWorkloads.MemoryCacheHits(Keys)),
            Target = new() { Ratio = 1.0, Bytes = 0 },
        },
        new ComparisonRow(Group, "sliding cache, hit, default sampling", Items)
        {
            Ours = static () => AtomWorkloads.SlidingHits(Keys, sampleRate: 1),
            Baseline = ("MemoryCache.GetOrCreateAsync", static () => AtomWorkloads.MemoryCacheHits(Keys)),
            Target = new() { Ratio = 2.0, Bytes = 0 },
        },
    ];
}
