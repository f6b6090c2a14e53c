namespace Ephemeral.Benchmarks.Workloads;

/// <summary>A busy coordinator whose window somebody copies a hundred times a second.</summary>
internal sealed class SnapshotWorkload(CoordinatorWorkload inner) : Workload
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(10);

    public override async Task RunAsync(int items)
    {
        using CancellationTokenSource ended = new();
        Task snapshots = Task.Run(() => SnapshotAsync(ended.Token));
        await inner.RunAsync(items);
        await ended.CancelAsync();
        await snapshots;
    }

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task SnapshotAsync(CancellationToken ended)
    {
        using PeriodicTimer timer = new(_interval);
        try
        {
            while (await timer.WaitForNextTickAsync(ended)) _ = inner.Coordinator.GetSnapshot();
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
