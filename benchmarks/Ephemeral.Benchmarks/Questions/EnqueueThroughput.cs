using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What does an item cost from enqueue to done, and what do the plain ways cost, which track nothing?</summary>
public class EnqueueThroughput : Question
{
    private const int Items = 100_000;

    private Workload _channel = null!;
    private Workload _block = null!;
    private Workload _coordinator = null!;

    [Params(BodyKind.Sync, BodyKind.Yield)]
    public BodyKind Body { get; set; }

    [Params(1, 4, 8)]
    public int Concurrency { get; set; }

    [Params(1, 4, 16)]
    public int Producers { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        QueueLoad load = new(Body, Concurrency, Producers);
        _channel = Owned(new ChannelWorkload(load));
        _block = Owned(new ActionBlockWorkload(load));
        _coordinator = Owned(CoordinatorWorkload.Plain(load));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task ChannelAndLoops() => _channel.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task ActionBlock() => _block.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task Coordinator() => _coordinator.RunAsync(Items);
}
