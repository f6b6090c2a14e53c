namespace Ephemeral.Benchmarks.Workloads;

/// <summary>A body without any queue: what it allocates is not a queue's fault.</summary>
internal sealed class BodyAlone(Func<int, CancellationToken, Task> body) : Workload
{
    public static BodyAlone Yielding() => new(new WorkBody(BodyKind.Yield).Plain);

    public static BodyAlone YieldingWithResult() => new(new WorkBody(BodyKind.Yield).WithResult);

    public override async Task RunAsync(int items)
    {
        for (int item = items - 1; item >= 0; item--) await body(item, CancellationToken.None);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
