namespace Ephemeral;

/// <summary>An item was offered to a coordinator.</summary>
/// <param name="Coordinator">Where.</param>
/// <param name="Lane">The lane's name; null without lanes.</param>
/// <param name="Refusal">Why it was refused; <see cref="EnqueueRefusal.None"/> when it was accepted.</param>
public readonly record struct OperationSubmittedArguments(ObservedCoordinator Coordinator, string? Lane, EnqueueRefusal Refusal)
{
    /// <summary>Gets what <see cref="EphemeralObserver.OperationSubmitting"/> returned.</summary>
    public object? State { get; init; }
}
