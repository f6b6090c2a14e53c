namespace Ephemeral.Hosting.Lifetime;

/// <summary>The coordinators that a container has created, in order of creation: what the host drains and the container disposes.</summary>
/// <remarks>Thread-safe. Scoped coordinators are not among them: they end with their scope.</remarks>
internal sealed class LiveCoordinators : IDisposable, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<CoordinatorBase> _coordinators = []; // guarded by _gate
    private bool _ended; // guarded by _gate
    private bool _disposed; // guarded by _gate

    public void Add(CoordinatorBase coordinator)
    {
        bool ended;
        bool disposed;
        lock (_gate)
        {
            (ended, disposed) = (_ended, _disposed);
            _coordinators.Add(coordinator);
        }

        if (ended) coordinator.Complete();
        if (!disposed) return;
        coordinator.Dispose();
        ThrowIfDisposed();
    }

    public CoordinatorBase[] ToArray()
    {
        lock (_gate) return [.. _coordinators];
    }

    public void ThrowIfDisposed()
    {
        lock (_gate) ObjectDisposedException.ThrowIf(_disposed, typeof(IServiceProvider));
    }

    /// <summary>Closes and drains one coordinator after the other, the youngest first, until the deadline.</summary>
    /// <remarks>
    /// A coordinator is older than those whose bodies were made with it, so a body can enqueue in an older one until it has drained
    /// itself. All run meanwhile: the order costs no time. One that a body creates now is drained next; one that is created later accepts
    /// nothing.
    /// </remarks>
    /// <returns>Those that did not drain.</returns>
    public async Task<IReadOnlyList<CoordinatorBase>> DrainAsync(CancellationToken deadline)
    {
        HashSet<CoordinatorBase> seen = [];
        List<CoordinatorBase> undrained = [];
        while (TakeYoungest(seen) is { } coordinator)
        {
            coordinator.Complete();
            await coordinator.DrainAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!coordinator.IsDrained) undrained.Add(coordinator);
        }

        return undrained;
    }

    public void Dispose()
    {
        foreach (CoordinatorBase coordinator in Close()) coordinator.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        CoordinatorBase[] coordinators = Close();
        foreach (CoordinatorBase coordinator in coordinators) coordinator.Dispose();
        foreach (CoordinatorBase coordinator in coordinators) await coordinator.DisposeAsync().ConfigureAwait(false);
    }

    private CoordinatorBase? TakeYoungest(HashSet<CoordinatorBase> seen)
    {
        lock (_gate)
        {
            CoordinatorBase? youngest = _coordinators.FindLast(coordinator => !seen.Contains(coordinator));
            if (youngest is null) _ended = true;
            else seen.Add(youngest);
            return youngest;
        }
    }

    private CoordinatorBase[] Close()
    {
        lock (_gate)
        {
            _disposed = true;
            CoordinatorBase[] coordinators = [.. _coordinators];
            Array.Reverse(coordinators);
            return coordinators;
        }
    }
}
