using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What does a hit cost, with its signal and without, and does it grow with the cache?</summary>
public class CacheHit : Question
{
    private const int Items = 10_000;

    private Workload _memoryCache = null!;
    private Workload _unsampled = null!;
    private Workload _sampled = null!;

    [Params(100, 10_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _memoryCache = Owned(CacheWorkloads.MemoryCacheHits(Keys));
        _unsampled = Owned(CacheWorkloads.Hits(Keys, sampleRate: 0));
        _sampled = Owned(CacheWorkloads.Hits(Keys, sampleRate: 1));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task MemoryCache() => _memoryCache.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task WithoutSignals() => _unsampled.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task WithSignals() => _sampled.RunAsync(Items);
}
