namespace Ephemeral;

/// <summary>An accepted item left the queue without running.</summary>
/// <param name="Coordinator">Where.</param>
/// <param name="Lane">The lane's name; null without lanes.</param>
/// <param name="OperationId">Its id.</param>
/// <param name="Reason">Why.</param>
/// <param name="TimeInQueue">From acceptance to now; zero unless <see cref="ObserverNeeds.Timing"/> was asked for at acceptance.</param>
public readonly record struct OperationDiscardedArguments(
    ObservedCoordinator Coordinator,
    string? Lane,
    long OperationId,
    DiscardReason Reason,
    TimeSpan TimeInQueue);
