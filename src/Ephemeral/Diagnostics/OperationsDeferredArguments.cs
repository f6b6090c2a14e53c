namespace Ephemeral;

/// <summary>A signal began to hold back a coordinator's waiting items.</summary>
/// <param name="Coordinator">Which coordinator.</param>
/// <param name="Lane">The lane whose rule it is; null for the coordinator's own.</param>
/// <param name="Pattern">The configured pattern that matched.</param>
public readonly record struct OperationsDeferredArguments(ObservedCoordinator Coordinator, string? Lane, string Pattern);
