using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>What does a write cost through the single writer, alone, among others, and in a batch?</summary>
public class SqliteWrites : Question
{
    private const int Items = 2_000;
    private const int BatchSize = 100;

    private Workload _plain = null!;
    private Workload _plainBatches = null!;
    private Workload _alone = null!;
    private Workload _amongOthers = null!;
    private Workload _batches = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _plain = Owned(SqliteWorkload.Plain(perTransaction: 1));
        _plainBatches = Owned(SqliteWorkload.Plain(BatchSize));
        _alone = Owned(SqliteWorkload.Writes(callers: 1));
        _amongOthers = Owned(SqliteWorkload.Writes(callers: 8));
        _batches = Owned(SqliteWorkload.Batches(BatchSize));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task PlainConnection() => _plain.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task PlainConnectionOneHundredATransaction() => _plainBatches.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task OneCaller() => _alone.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task EightCallers() => _amongOthers.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task Batches() => _batches.RunAsync(Items);
}
