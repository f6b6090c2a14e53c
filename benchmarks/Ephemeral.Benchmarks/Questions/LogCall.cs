using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What does a log call cost that becomes a signal and is counted, and does it wait when nobody comes along?</summary>
public class LogCall : Question
{
    private const int Items = 10_000;

    private Workload _serilog = null!;
    private Workload _signals = null!;
    private Workload _incidents = null!;
    private Workload _storm = null!;
    private Workload _full = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _serilog = Owned(LogWorkload.Serilog());
        _signals = Owned(LogWorkload.Signals());
        _incidents = Owned(LogWorkload.Incidents());
        _storm = Owned(LogWorkload.Storm(threads: 8));
        _full = Owned(LogWorkload.EveryQueueFull());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task Serilog() => _serilog.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task Signals() => _signals.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task Incidents() => _incidents.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task StormFromEightThreads() => _storm.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task EveryQueueFull() => _full.RunAsync(Items);
}
