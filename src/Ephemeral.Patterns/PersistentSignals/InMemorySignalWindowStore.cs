namespace Ephemeral.Patterns;

/// <summary>A store that lasts as long as its object: for tests, and for a sink that is replaced within one process.</summary>
/// <remarks>Thread-safe. A write is one step: a reader sees all of it or nothing.</remarks>
public sealed class InMemorySignalWindowStore : ISignalWindowStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, StoredSignal> _signals = []; // guarded by _gate

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredSignal>> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<IReadOnlyList<StoredSignal>>(cancellationToken);
        lock (_gate) return Task.FromResult<IReadOnlyList<StoredSignal>>([.. _signals.Values]);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    public Task WriteAsync(IReadOnlyList<StoredSignal> added, IReadOnlyList<long> removed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(added);
        ArgumentNullException.ThrowIfNull(removed);
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        lock (_gate)
        {
            foreach (long id in removed) _signals.Remove(id);
            foreach (StoredSignal signal in added) _signals.TryAdd(signal.Id, signal);
        }

        return Task.CompletedTask;
    }
}
