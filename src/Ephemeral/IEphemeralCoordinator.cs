namespace Ephemeral;

/// <summary>What can be done with a coordinator whatever its items are.</summary>
/// <remarks>Implemented by <see cref="CoordinatorBase"/>, whose members say what each does in detail.</remarks>
public interface IEphemeralCoordinator : IAsyncDisposable, IDisposable, IOperationPinning, IOperationFinalization, IOperationEvictor
{
    /// <summary>Gets the coordinator's name in metrics, traces and messages.</summary>
    string Name { get; }

    /// <summary>Gets how many items wait to run.</summary>
    int PendingCount { get; }

    /// <summary>Gets how many bodies run now.</summary>
    int ActiveCount { get; }

    /// <summary>Gets whether the coordinator accepts no more items.</summary>
    bool IsCompleted { get; }

    /// <summary>Gets whether it accepts no more items and has none left to run.</summary>
    bool IsDrained { get; }

    /// <summary>Returns all counts as they were at one instant.</summary>
    CoordinatorMetrics GetMetrics();

    /// <summary>Returns the window: ended operations in order of their end, then the running ones.</summary>
    IReadOnlyCollection<EphemeralOperationSnapshot> GetSnapshot();

    /// <summary>Returns an operation that waits, runs or is in the window.</summary>
    EphemeralOperation? TryGetOperation(long operationId);

    /// <summary>Starts no more items until <see cref="Resume"/>.</summary>
    void Pause();

    /// <summary>Starts items again after <see cref="Pause"/>.</summary>
    void Resume();

    /// <summary>Accepts no more items; those already accepted still run.</summary>
    void Complete();

    /// <summary>Stops now: abandons waiting items and cancels the token of running ones.</summary>
    void Cancel();

    /// <summary>Waits until every accepted item has ended.</summary>
    Task DrainAsync(CancellationToken cancellationToken = default);
}
