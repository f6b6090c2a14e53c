using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Rows;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What does an item pay for what is on, and does it pay nothing for what is off?</summary>
public class FeatureCost : Question
{
    private const int Items = 100_000;

    private Workload _plain = null!;
    private Workload _operation = null!;
    private Workload _observed = null!;
    private Workload _gated = null!;

    [Params(BodyKind.Sync, BodyKind.Yield)]
    public BodyKind Body { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        QueueLoad load = new(Body);
        _plain = Owned(CoordinatorWorkload.Plain(load));
        _operation = Owned(CoordinatorWorkload.WithOperation(load));
        _observed = Owned(FeatureRows.Observed(load));
        _gated = Owned(FeatureRows.Gated(load));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task Plain() => _plain.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task BodyTakesOperation() => _operation.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task QueueTimeMeasured() => _observed.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task QuietGate() => _gated.RunAsync(Items);
}
