using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What does a raise cost, and does it grow with subscribers that it does not reach?</summary>
public class SignalRaise : Question
{
    private const int Items = 10_000;

    private Workload _floor = null!;
    private Workload _nobody = null!;
    private Workload _passive = null!;
    private Workload _handler = null!;
    private Workload _patterns = null!;

    [Params(100, 10_000)]
    public int Patterns { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _floor = Owned(SignalWorkloads.Floor());
        _nobody = Owned(SignalWorkloads.Raise());
        _passive = Owned(SignalWorkloads.Raise(SignalWorkloads.OnePassive));
        _handler = Owned(SignalWorkloads.Raise(SignalWorkloads.OneHandler));
        _patterns = Owned(SignalWorkloads.Raise(SignalWorkloads.Patterns(Patterns)));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task Floor() => _floor.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task NobodyListens() => _nobody.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task OnePassiveSubscriber() => _passive.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task OneHandler() => _handler.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task ManyPatternsOneMatches() => _patterns.RunAsync(Items);
}
