using Ephemeral.Operations;

namespace Ephemeral;

/// <content>The window of remembered operations.</content>
public abstract partial class CoordinatorBase
{
    /// <summary>Returns the window: ended operations in order of their end, then the running ones. Waiting items are not in it.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot> GetSnapshot() => _engine.Snapshot(static _ => true);

    /// <summary>Returns the operations that run now.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot> GetRunning() => _engine.Snapshot(static state => state == OperationState.Running);

    /// <summary>Returns the ended operations of the window, failed ones included.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot> GetCompleted() => _engine.Snapshot(static state => state != OperationState.Running);

    /// <summary>Returns the failed operations of the window.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot> GetFailed() => _engine.Snapshot(static state => state == OperationState.Failed);

    /// <summary>Returns an operation that waits, runs or is in the window, to read its <see cref="EphemeralOperation.State"/>.</summary>
    /// <returns>Null when the id is unknown or the operation has left the window.</returns>
    public EphemeralOperation? TryGetOperation(long operationId) => _engine.TryGetOperation(operationId);

    /// <inheritdoc/>
    /// <remarks>At most ten times <see cref="EphemeralOptions.MaxTrackedOperations"/> are pinned at once.</remarks>
    public bool Pin(long operationId) => _engine.Pin(operationId);

    /// <inheritdoc/>
    public bool Unpin(long operationId) => _engine.Unpin(operationId);

    /// <summary>Removes an operation from the window, pinned or not. A running one runs on unseen and still counts when it ends; it is not tried again.</summary>
    /// <returns>False when the id is unknown or the operation still waits.</returns>
    public bool Evict(long operationId) => _engine.Evict(operationId);

    /// <inheritdoc/>
    /// <remarks>A killed operation counts as cancelled, however its body ends, and as running until then.</remarks>
    public bool TryKill(long operationId) => _engine.TryKill(operationId);
}
