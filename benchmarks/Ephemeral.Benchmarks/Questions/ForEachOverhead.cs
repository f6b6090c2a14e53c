using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What does a parallel loop cost an item?</summary>
public class ForEachOverhead : Question
{
    private const int Items = 100_000;

    private Workload _parallel = null!;
    private Workload _ours = null!;

    [Params(BodyKind.Sync, BodyKind.Yield)]
    public BodyKind Body { get; set; }

    [Params(1, 4, 8)]
    public int Concurrency { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        QueueLoad load = new(Body, Concurrency);
        _parallel = Owned(EachWorkloads.Parallels(load));
        _ours = Owned(EachWorkloads.Ours(load));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task ParallelForEachAsync() => _parallel.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task EphemeralForEachAsync() => _ours.RunAsync(Items);
}
