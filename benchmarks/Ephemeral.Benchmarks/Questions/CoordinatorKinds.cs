using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What do lanes and results cost beyond the plain coordinator?</summary>
public class CoordinatorKinds : Question
{
    private const int Items = 100_000;

    private Workload _channel = null!;
    private Workload _plain = null!;
    private Workload _lanes = null!;
    private Workload _results = null!;

    [Params(BodyKind.Sync, BodyKind.Yield)]
    public BodyKind Body { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        QueueLoad load = new(Body);
        _channel = Owned(new ChannelWorkload(load));
        _plain = Owned(CoordinatorWorkload.Plain(load));
        _lanes = Owned(CoordinatorWorkload.Lanes(load));
        _results = Owned(CoordinatorWorkload.Results(load));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task ChannelAndLoops() => _channel.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task Plain() => _plain.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task ThreeLanes() => _lanes.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task ResultsKept() => _results.RunAsync(Items);
}
