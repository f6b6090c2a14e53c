using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>What every engine can do whatever its items are: all that a coordinator's common surface and the gates need.</summary>
internal interface IWorkEngine
{
    CoordinatorMetrics Counts { get; }

    bool IsCompleted { get; }

    bool IsDrained { get; }

    bool IsPaused { get; }

    /// <summary>Gets whether it was cancelled while it accepted items or had some left.</summary>
    bool IsCancelled { get; }

    int Limit { get; }

    ObservedCoordinator Probe { get; }

    /// <summary>Gets a task that completes once, when intake is closed and nothing is left to run.</summary>
    Task Drained { get; }

    /// <summary>Gets whether the caller is the body of one of this engine's own operations.</summary>
    bool IsCalledFromBody { get; }

    void Complete();

    void Cancel();

    void Dispose();

    void Pause();

    void Resume();

    /// <summary>Follows a defer rule of a lane, or of the whole coordinator; observers hear of the pattern that begins to hold.</summary>
    void FollowDefer(int lane, Func<bool> isPresent, string? pattern);

    /// <summary>Follows a cancel rule of a lane, or of the whole coordinator.</summary>
    void FollowCancel(int lane, Func<bool> isPresent);

    /// <summary>Returns a task that completes when everything accepted so far has ended, whatever is accepted after.</summary>
    Task FlushAsync();

    void SetLimit(int limit);

    EphemeralOperation? TryGetOperation(long id);

    bool Pin(long id);

    /// <summary>Gets how many pins were refused because too many operations were pinned.</summary>
    long RefusedPins { get; }

    bool Unpin(long id);

    bool Evict(long id);

    bool TryKill(long id);

    List<EphemeralOperationSnapshot> Snapshot(Func<OperationState, bool> include);

    /// <summary>Returns the operations of the window that have raised something; finished ones and running ones.</summary>
    List<EphemeralOperation> OperationsWithSignals();
}
