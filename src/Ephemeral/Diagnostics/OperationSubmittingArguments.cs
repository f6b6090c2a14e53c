namespace Ephemeral;

/// <summary>An item is about to be offered to a coordinator.</summary>
/// <param name="Coordinator">Where.</param>
/// <param name="Lane">The lane's name; null without lanes.</param>
public readonly record struct OperationSubmittingArguments(ObservedCoordinator Coordinator, string? Lane);
