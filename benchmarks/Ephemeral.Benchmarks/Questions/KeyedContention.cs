using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Rows;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What does order within a key cost, with keys in turn and with one that most items have?</summary>
public class KeyedContention : Question
{
    private const int Items = 100_000;

    private Workload _channel = null!;
    private Workload _unkeyed = null!;
    private Workload _spread = null!;
    private Workload _hot = null!;

    [Params(BodyKind.Sync, BodyKind.Yield)]
    public BodyKind Body { get; set; }

    [Params(4, 8)]
    public int Concurrency { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        QueueLoad load = new(Body, Concurrency);
        _channel = Owned(new ChannelWorkload(load));
        _unkeyed = Owned(CoordinatorWorkload.Plain(load));
        _spread = Owned(CoordinatorWorkload.Keyed(load, KeyedRows.Spread));
        _hot = Owned(CoordinatorWorkload.Keyed(load, KeyedRows.Hot));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task ChannelWithoutKeys() => _channel.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task CoordinatorWithoutKeys() => _unkeyed.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task ThousandKeys() => _spread.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task OneHotKey() => _hot.RunAsync(Items);
}
