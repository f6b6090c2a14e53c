namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Work that needs no queue: a loop over a synchronous call. The loop is the caller's, so that the call in it is direct.</summary>
/// <param name="loop">Runs the call so many times.</param>
internal sealed class LoopWorkload(Action<int> loop) : Workload
{
    public override Task RunAsync(int items)
    {
        loop(items);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
