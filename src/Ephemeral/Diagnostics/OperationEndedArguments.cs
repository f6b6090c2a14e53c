namespace Ephemeral;

/// <summary>An operation's body ended.</summary>
/// <param name="Coordinator">Where.</param>
/// <param name="Lane">The lane's name; null without lanes.</param>
/// <param name="OperationId">Its id.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Error">What the body threw; null when it completed.</param>
/// <param name="Duration">From start to end; zero unless <see cref="ObserverNeeds.Timing"/> is asked for.</param>
/// <param name="State">What <see cref="EphemeralObserver.OperationStarted"/> returned.</param>
public readonly record struct OperationEndedArguments(
    ObservedCoordinator Coordinator,
    string? Lane,
    long OperationId,
    OperationOutcome Outcome,
    Exception? Error,
    TimeSpan Duration,
    object? State)
{
    /// <inheritdoc cref="OperationStartedArguments.Handled"/>
    public HandledSignal? Handled { get; init; }
}
