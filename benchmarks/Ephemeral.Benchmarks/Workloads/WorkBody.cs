namespace Ephemeral.Benchmarks.Workloads;

/// <summary>The body that all queues run, in the shapes in which they take it.</summary>
internal sealed class WorkBody
{
    public WorkBody(BodyKind kind)
    {
        bool yields = kind == BodyKind.Yield;
        Plain = yields ? YieldAsync : EndAsync;
        WithoutToken = yields ? YieldAsync : EndAsync;
        WithOperation = yields ? YieldAsync : EndAsync;
        WithResult = yields ? YieldResultAsync : EndResultAsync;
    }

    public RunEnd End { get; } = new();

    public Func<int, CancellationToken, Task> Plain { get; }

    public Func<int, Task> WithoutToken { get; }

    public Func<int, EphemeralOperation, CancellationToken, Task> WithOperation { get; }

    public Func<int, CancellationToken, Task<int>> WithResult { get; }

    private Task EndAsync(int item)
    {
        End.Done(item);
        return Task.CompletedTask;
    }

    private Task EndAsync(int item, CancellationToken cancellationToken) => EndAsync(item);

    private Task EndAsync(int item, EphemeralOperation operation, CancellationToken cancellationToken) => EndAsync(item);

    private Task<int> EndResultAsync(int item, CancellationToken cancellationToken)
    {
        End.Done(item);
        return Task.FromResult(1); // the runtime keeps small results, so that this allocates nothing
    }

    private async Task YieldAsync(int item)
    {
        await Task.Yield();
        End.Done(item);
    }

    private Task YieldAsync(int item, CancellationToken cancellationToken) => YieldAsync(item);

    private Task YieldAsync(int item, EphemeralOperation operation, CancellationToken cancellationToken) => YieldAsync(item);

    private async Task<int> YieldResultAsync(int item, CancellationToken cancellationToken)
    {
        await Task.Yield();
        End.Done(item);
        return 1;
    }
}
