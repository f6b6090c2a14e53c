namespace Ephemeral.Benchmarks.Workloads;

/// <summary>A loop that awaits.</summary>
internal sealed class AsyncLoopWorkload(Func<int, Task> run) : Workload
{
    public override Task RunAsync(int items) => run(items);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
