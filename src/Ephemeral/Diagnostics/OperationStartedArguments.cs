using System.Diagnostics;

namespace Ephemeral;

/// <summary>An operation is about to run.</summary>
/// <param name="Coordinator">Where.</param>
/// <param name="Lane">The lane's name; null without lanes.</param>
/// <param name="OperationId">Its id.</param>
/// <param name="TimeInQueue">From acceptance to now; zero unless <see cref="ObserverNeeds.Timing"/> was asked for at acceptance.</param>
/// <param name="EnqueuedIn">The trace context of the enqueuer; default unless <see cref="ObserverNeeds.TraceContext"/> was asked for.</param>
public readonly record struct OperationStartedArguments(
    ObservedCoordinator Coordinator,
    string? Lane,
    long OperationId,
    TimeSpan TimeInQueue,
    ActivityContext EnqueuedIn)
{
    /// <summary>Gets the signal that the operation handles; null for other work.</summary>
    public HandledSignal? Handled { get; init; }

    /// <summary>Gets the patterns whose signals held the item back, oldest first: the last 32 holds of the coordinator, and of its lane, that it waited through.</summary>
    /// <value>Null when nothing held it back, or nothing asked for <see cref="ObserverNeeds.TraceContext"/>.</value>
    public IReadOnlyList<string>? DeferredBy { get; init; }
}
