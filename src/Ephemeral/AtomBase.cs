namespace Ephemeral;

/// <summary>What atoms have in common that put one purpose on top of a coordinator of their own.</summary>
/// <remarks>Thread-safe, as the coordinator is. What it limits, keeps and counts is the coordinator's: an atom has no bounds of its own.</remarks>
/// <typeparam name="TCoordinator">The coordinator.</typeparam>
public abstract class AtomBase<TCoordinator> : IAsyncDisposable, IDisposable
    where TCoordinator : class, IEphemeralCoordinator
{
    /// <summary>Takes over a coordinator, which ends with the atom.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="coordinator"/> is null.</exception>
    protected AtomBase(TCoordinator coordinator)
    {
        ArgumentNullException.ThrowIfNull(coordinator);
        Coordinator = coordinator;
    }

    /// <summary>Gets the coordinator that runs the atom's work.</summary>
    protected TCoordinator Coordinator { get; }

    /// <summary>Accepts no more items and waits until those already accepted have ended.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is a body of this atom, which would wait for itself.</exception>
    public virtual Task DrainAsync(CancellationToken cancellationToken = default)
    {
        Coordinator.Complete();
        return Coordinator.DrainAsync(cancellationToken);
    }

    /// <summary>Returns the main counts as they were at one instant.</summary>
    public (int Pending, int Active, long Completed, long Failed) Stats()
    {
        CoordinatorMetrics metrics = Coordinator.GetMetrics();
        return (metrics.Pending, metrics.Active, metrics.Completed, metrics.Failed);
    }

    /// <summary>Returns the window: ended operations in order of their end, then the running ones.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot> Snapshot() => Coordinator.GetSnapshot();

    /// <summary>Stops the atom and waits for its running bodies. Calling it again is safe.</summary>
    /// <exception cref="InvalidOperationException">The caller is a body of this atom, which would wait for itself.</exception>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Coordinator.DisposeAsync();
    }

    /// <summary>Stops the atom without waiting for its running bodies. Calling it again is safe.</summary>
    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        Coordinator.Dispose();
    }
}
