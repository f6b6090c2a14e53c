using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What does it cost to ask a circuit breaker, and does it grow with the failures that it counts?</summary>
public class BreakerCheck : Question
{
    private const int Items = 10_000;

    private Workload _polly = null!;
    private Workload _ours = null!;

    [Params(0, 4, 5)]
    public int Failures { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _polly = Owned(BreakerWorkloads.Polly());
        _ours = Owned(BreakerWorkloads.Ours(Failures));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task PollyEmptyCall() => _polly.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task TryEnter() => _ours.RunAsync(Items);
}
