using Ephemeral.Internal;

namespace Ephemeral;

/// <summary>What atoms have in common that put one purpose on top of a coordinator of their own.</summary>
/// <remarks>
/// <para>Thread-safe, as the coordinator is. What it limits, keeps and counts is the coordinator's: an atom has no bounds of its own.</para>
/// <para>An atom ends when it is disposed. To wait for its work before that is <see cref="FlushAsync"/>, which ends nothing; atoms offer
/// it under the name that suits them.</para>
/// </remarks>
/// <typeparam name="TCoordinator">The coordinator.</typeparam>
public abstract class AtomBase<TCoordinator> : IAsyncDisposable, IDisposable
    where TCoordinator : CoordinatorBase
{
    private readonly bool _finishesOnDispose;
    private volatile bool _isDisposed;
    private Task? _finished; // made by the first dispose, if it finishes what was accepted

    /// <summary>Takes over a coordinator, which ends with the atom.</summary>
    /// <param name="coordinator">The coordinator. Owned.</param>
    /// <param name="finishesOnDispose">
    /// Whether disposing runs what was accepted, for at most <see cref="EphemeralOptions.DisposeTimeout"/>. The default is false: what
    /// waits is abandoned, as a coordinator does it.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="coordinator"/> is null.</exception>
    protected AtomBase(TCoordinator coordinator, bool finishesOnDispose = false)
    {
        ArgumentNullException.ThrowIfNull(coordinator);
        Coordinator = coordinator;
        _finishesOnDispose = finishesOnDispose;
    }

    /// <summary>Gets the coordinator that runs the atom's work.</summary>
    protected TCoordinator Coordinator { get; }

    /// <summary>Gets whether the atom was disposed.</summary>
    protected bool IsDisposed => _isDisposed;

    /// <summary>Gets how many of the atom's callbacks and event handlers have thrown.</summary>
    public long CallbackFailures => Coordinator.CallbackFailures;

    /// <summary>Returns the main counts as they were at one instant.</summary>
    public (int Pending, int Active, long Completed, long Failed) Stats()
    {
        CoordinatorMetrics metrics = GetMetrics();
        return (metrics.Pending, metrics.Active, metrics.Completed, metrics.Failed);
    }

    /// <summary>Returns all counts as they were at one instant, those of cancelled and dropped items included.</summary>
    public CoordinatorMetrics GetMetrics() => Coordinator.GetMetrics();

    /// <summary>Returns the window: ended operations in order of their end, then the running ones.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot> Snapshot() => Coordinator.GetSnapshot();

    /// <summary>Stops the atom and waits for its work: that which runs, or all that was accepted where the atom finishes it. Calling it again is safe.</summary>
    /// <exception cref="InvalidOperationException">The caller is a body of this atom, which would wait for itself.</exception>
    public virtual async ValueTask DisposeAsync()
    {
        Coordinator.ThrowIfCalledFromBody(nameof(DisposeAsync));
        Dispose();
        GC.SuppressFinalize(this);
        if (Volatile.Read(ref _finished) is { } finished) await finished.ConfigureAwait(false);
        else await Coordinator.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Does what <see cref="DisposeAsync"/> does without waiting. Calling it again is safe.</summary>
    public virtual void Dispose()
    {
        _isDisposed = true; // before intake closes, so that a refusal knows why
        if (_finishesOnDispose) Finish();
        else Coordinator.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits until everything accepted before this call has ended. The atom goes on and may accept more meanwhile.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is a body of this atom, which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    protected Task FlushAsync(CancellationToken cancellationToken = default) => Coordinator.FlushAsync(cancellationToken);

    /// <summary>Calls every handler of an event on this thread. What one throws is caught and counted, and the others are still called.</summary>
    /// <param name="name">The event's name, for observers.</param>
    /// <param name="handlers">The event; null when nobody listens.</param>
    /// <param name="argument">What the handlers are given.</param>
    /// <typeparam name="TArgument">Its type.</typeparam>
    protected void RaiseEvent<TArgument>(string name, Action<TArgument>? handlers, TArgument argument) =>
        Coordinator.Callbacks.Raise(name, handlers, argument);

    private void Finish()
    {
        Coordinator.Complete();
        if (Volatile.Read(ref _finished) is null) Interlocked.CompareExchange(ref _finished, CleanContext.Run(FinishAsync), null);
    }

    /// <summary>Ends the coordinator once everything accepted has run, or when its time is up. Owns what <see cref="Dispose"/> does not wait for.</summary>
    private async Task FinishAsync()
    {
        await Coordinator.Drained.WaitAsync(Coordinator.DisposeLimit, Coordinator.Options.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Coordinator.IsDrained) await Coordinator.DisposeAsync().ConfigureAwait(false);
        else Coordinator.Dispose();
    }
}
