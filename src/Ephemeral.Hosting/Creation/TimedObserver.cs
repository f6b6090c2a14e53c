using System.Diagnostics;

namespace Ephemeral.Hosting.Creation;

/// <summary>A coordinator's own observer, with timestamps asked for: no observer of the process does it there.</summary>
internal sealed class TimedObserver(EphemeralObserver inner) : EphemeralObserver
{
    public override bool IsEnabled => true; // for the timestamps

    public override ObserverNeeds Needs => inner.Needs | ObserverNeeds.Timing;

    public override void CoordinatorCreated(ObservedCoordinator coordinator) => inner.CoordinatorCreated(coordinator);

    public override void CoordinatorDisposed(ObservedCoordinator coordinator) => inner.CoordinatorDisposed(coordinator);

    public override object? OperationSubmitting(in OperationSubmittingArguments arguments, ref ActivityContext context) =>
        inner.OperationSubmitting(arguments, ref context);

    public override void OperationSubmitted(in OperationSubmittedArguments arguments) => inner.OperationSubmitted(arguments);

    public override object? OperationStarted(in OperationStartedArguments arguments) => inner.OperationStarted(arguments);

    public override void OperationEnded(in OperationEndedArguments arguments) => inner.OperationEnded(arguments);

    public override void OperationDiscarded(in OperationDiscardedArguments arguments) => inner.OperationDiscarded(arguments);

    public override void OperationsDeferred(in OperationsDeferredArguments arguments) => inner.OperationsDeferred(arguments);

    public override void OperationEvicted(in OperationEvictedArguments arguments) => inner.OperationEvicted(arguments);

    public override void SignalRaised(in SignalRaisedArguments arguments) => inner.SignalRaised(arguments);

    public override void SignalDropped(in SignalDroppedArguments arguments) => inner.SignalDropped(arguments);

    public override void CallbackFailed(in CallbackFailedArguments arguments) => inner.CallbackFailed(arguments);
}
