using BenchmarkDotNet.Attributes;
using Ephemeral.Benchmarks.Rows;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Questions;

/// <summary>Does reading the window slow down those who write?</summary>
public class SnapshotWhileBusy : Question
{
    private const int Items = 500_000;

    private Workload _alone = null!;
    private Workload _copied = null!;

    [Params(1, 4)]
    public int Writers { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        QueueLoad load = new(BodyKind.Sync, Concurrency: 4, Writers);
        _alone = Owned(WindowRows.WithWindow(load, 1_000));
        _copied = Owned(new SnapshotWorkload(WindowRows.WithWindow(load, 1_000)));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Items)]
    public Task NobodyCopies() => _alone.RunAsync(Items);

    [Benchmark(OperationsPerInvoke = Items)]
    public Task CopiedAHundredTimesASecond() => _copied.RunAsync(Items);
}
