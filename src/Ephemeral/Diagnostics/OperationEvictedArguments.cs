namespace Ephemeral;

/// <summary>An operation left the window.</summary>
/// <param name="Coordinator">Where.</param>
/// <param name="OperationId">Its id.</param>
/// <param name="Reason">Why.</param>
public readonly record struct OperationEvictedArguments(ObservedCoordinator Coordinator, long OperationId, EvictionReason Reason);
