namespace Ephemeral.Patterns.Tests.PersistentSignals;

/// <summary>A store whose writes fail when the test says so, before or after they were done.</summary>
internal sealed class UnsafeStore : ISignalWindowStore
{
    private readonly InMemorySignalWindowStore _inner = new();

    public Func<int, (bool Before, bool After)> Fails { get; set; } = static _ => (false, false);

    public Gate? Hold { get; set; }

    public List<(int Added, int Removed)> Writes { get; } = [];

    public Task<IReadOnlyList<StoredSignal>> ReadAsync(CancellationToken cancellationToken = default) => _inner.ReadAsync(cancellationToken);

    public async Task WriteAsync(IReadOnlyList<StoredSignal> added, IReadOnlyList<long> removed, CancellationToken cancellationToken = default)
    {
        if (Hold is { } hold) await hold.WaitAsync(cancellationToken);
        Writes.Add((added.Count, removed.Count));
        (bool before, bool after) = Fails(Writes.Count);
        if (before) throw new IOException("before the write");
        await _inner.WriteAsync(added, removed, cancellationToken);
        if (after) throw new IOException("after the write");
    }
}
