using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What do the hot atoms cost beside what does the same elsewhere?</summary>
public class AtomCost : Question
{
    private const int Items = 10_000;

    private Workload _ours = null!;
    private Workload _theirs = null!;

    [Params("batching", "retry", "rate limit", "sliding cache")]
    public string Atom { get; set; } = "";

    [GlobalSetup]
    public void Prepare() => (_ours, _theirs) = Atom switch
    {
        "batching" => (Owned(BatchWorkloads.Ours()), Owned(BatchWorkloads.BatchBlocks())),
        "retry" => (Owned(AtomWorkloads.Retry()), Owned(AtomWorkloads.PollyRetry())),
        "rate limit" => (Owned(AtomWorkloads.Permits()), Owned(AtomWorkloads.BclPermits())),
        _ => (Owned(AtomWorkloads.SlidingHits(1_000, sampleRate: 1)), Owned(AtomWorkloads.MemoryCacheHits(1_000))),
    };

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task Theirs() => _theirs.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task Ours() => _ours.RunAsync(Items);
}
