namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Runs a body for each number of a range. Every run begins from nothing, as such a loop does in a program.</summary>
internal static class EachWorkloads
{
    public static Workload Ours(QueueLoad load)
    {
        Func<int, CancellationToken, Task> body = load.Body == BodyKind.Sync ? static (_, _) => Task.CompletedTask : YieldAsync;
        EphemeralOptions options = new() { MaxConcurrency = load.Concurrency };
        return new RunWorkload(items => Enumerable.Range(0, items).EphemeralForEachAsync(body, options));
    }

    public static Workload Parallels(QueueLoad load)
    {
        Func<int, CancellationToken, ValueTask> body =
            load.Body == BodyKind.Sync ? static (_, _) => ValueTask.CompletedTask : static async (_, _) => await Task.Yield();
        ParallelOptions options = new() { MaxDegreeOfParallelism = load.Concurrency };
        return new RunWorkload(items => Parallel.ForEachAsync(Enumerable.Range(0, items), options, body));
    }

    /// <summary>Our yielding body without a loop.</summary>
    public static Workload YieldingBody() => new BodyAlone(YieldAsync);

    private static async Task YieldAsync(int item, CancellationToken cancellationToken) => await Task.Yield();

    private sealed class RunWorkload(Func<int, Task> run) : Workload
    {
        public override Task RunAsync(int items) => run(items);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
