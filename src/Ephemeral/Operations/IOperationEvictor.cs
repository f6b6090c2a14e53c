namespace Ephemeral;

/// <summary>Removes chosen operations from a window at once.</summary>
public interface IOperationEvictor
{
    /// <summary>Removes an operation at once, pinned or not: a waiting one never runs, a running one has its own token cancelled.</summary>
    /// <returns>False when the id is unknown or not positive.</returns>
    bool TryKill(long operationId);
}
