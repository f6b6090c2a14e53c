using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What does it cost to ask for a signal, and does it grow with the window?</summary>
public class SignalPresence : Question
{
    private const int Items = 10_000;

    private Workload _lookUp = null!;
    private Workload _absent = null!;
    private Workload _present = null!;

    [Params(100, 10_000)]
    public int Window { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _lookUp = Owned(SignalWorkloads.LookUp("order.lost", Window));
        _absent = Owned(SignalWorkloads.Detect("order.lost", Window));
        _present = Owned(SignalWorkloads.Detect("order.50", Window));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task DictionaryLookUp() => _lookUp.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task Absent() => _absent.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task Present() => _present.RunAsync(Items);
}
