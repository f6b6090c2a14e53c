using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What it costs to read what is cached, and to add to a full cache.</summary>
internal static class CacheRows
{
    public const string Group = "cache";
    private const int Items = 1_000_000;
    private const int Additions = 100_000;
    private const int Keys = 1_000;
    private const int ManyKeys = 10_000;

    public static IEnumerable<Row> List() =>
    [
        new ComparisonRow(Group, "TryGet, hit, SampleRate 0", Items)
        {
            Ours = static () => CacheWorkloads.Hits(Keys, sampleRate: 0),
            Baseline = ("MemoryCache, sliding", static () => CacheWorkloads.MemoryCacheHits(Keys)),
            Target = new() { Ratio = 1.0, Bytes = 0 },
        },
        new ComparisonRow(Group, "TryGet, hit, default sampling", Items)
        {
            Ours = static () => CacheWorkloads.Hits(Keys, sampleRate: 1),
            Baseline = ("MemoryCache, sliding", static () => CacheWorkloads.MemoryCacheHits(Keys)),
            Target = new() { Ratio = 2, Bytes = 0 },
        },
        new ComparisonRow(Group, "GetOrAddAsync, hit, SampleRate 0", Items)
        {
            Ours = static () => CacheWorkloads.AsyncHits(Keys, sampleRate: 0),
            Baseline = ("MemoryCache, sliding", static () => CacheWorkloads.MemoryCacheHits(Keys)),
            Target = new() { Bytes = 0 },
        },
        new ComparisonRow(Group, "GetOrAdd into a full cache of 10,000", Additions)
        {
            Ours = static () => CacheWorkloads.Additions(ManyKeys),
            Baseline = ("of 1,000", static () => CacheWorkloads.Additions(Keys)),
        },
    ];
}
