namespace Ephemeral.Benchmarks.Workloads;

/// <summary>A workload that is observed while it is measured, and only then: observers belong to the process, and the baseline runs in it too.</summary>
internal sealed class AttachedWorkload(Workload inner, Func<IEnumerable<IDisposable>> attach) : Workload
{
    private IDisposable[] _attached = [];

    public override void Prepare() => _attached = [.. attach()];

    public override Task RunAsync(int items) => inner.RunAsync(items);

    public override void Rest()
    {
        foreach (IDisposable attached in _attached) attached.Dispose();
    }

    public override ValueTask DisposeAsync() => inner.DisposeAsync();
}
