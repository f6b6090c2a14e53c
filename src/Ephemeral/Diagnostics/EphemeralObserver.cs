using System.Diagnostics;

namespace Ephemeral;

/// <summary>Sees what coordinators and sinks do: the one extension point for metrics, traces and log scopes.</summary>
/// <remarks>
/// <para>Attach one for the whole process with <see cref="EphemeralDiagnostics.Attach"/>, or give one to a single coordinator
/// through its options. Every member does nothing by default, so an observer overrides only what it wants.</para>
/// <para>Members are called concurrently and must be fast. An exception that one throws is caught and counted
/// (<see cref="EphemeralDiagnostics.ObserverFailures"/>); it never reaches the work.</para>
/// <para>An observer may raise signals. Of those that it raises while it is told of a signal it is not told itself, which is counted
/// (<see cref="EphemeralDiagnostics.ObserverReentries"/>); other observers are.</para>
/// <para><see cref="OperationStarted"/> and <see cref="OperationEnded"/> are called on the worker, in the body's own asynchronous
/// frame: an <see cref="AsyncLocal{T}"/> or <see cref="Activity"/> set at the start flows into the body.</para>
/// </remarks>
public abstract class EphemeralObserver
{
    /// <summary>Gets whether the observer wants to be told of operations and signals now; read before each of them, so it may change.</summary>
    /// <value>The default is true. One that says false is told of coordinators only.</value>
    public virtual bool IsEnabled => true;

    /// <summary>Gets what the observer needs beyond the plain events; read before each operation, so it may change.</summary>
    /// <value>The default is <see cref="ObserverNeeds.None"/>, which costs no clock read.</value>
    public virtual ObserverNeeds Needs => ObserverNeeds.None;

    /// <summary>Called when a coordinator is created, and on attaching for each one that lives already.</summary>
    public virtual void CoordinatorCreated(ObservedCoordinator coordinator)
    {
    }

    /// <summary>Called when a coordinator is disposed. Its series end here.</summary>
    public virtual void CoordinatorDisposed(ObservedCoordinator coordinator)
    {
    }

    /// <summary>Called before an item is offered, in its producer's frame; only while <see cref="ObserverNeeds.Submitting"/> is asked for.</summary>
    /// <param name="arguments">What is offered.</param>
    /// <param name="context">The trace context that the item will carry; an observer that starts a span for the offer sets that span's.</param>
    /// <returns>Anything; it comes back in <see cref="OperationSubmittedArguments.State"/>.</returns>
    /// <remarks>Nothing comes back of an item that is neither accepted nor refused, because its producer gave up waiting for room.</remarks>
    public virtual object? OperationSubmitting(in OperationSubmittingArguments arguments, ref ActivityContext context) => null;

    /// <summary>Called when an item was accepted or refused.</summary>
    public virtual void OperationSubmitted(in OperationSubmittedArguments arguments)
    {
    }

    /// <summary>Called before the body runs.</summary>
    /// <returns>Anything; it comes back in <see cref="OperationEndedArguments.State"/>.</returns>
    public virtual object? OperationStarted(in OperationStartedArguments arguments) => null;

    /// <summary>Called after the body ended, before its slot is given to the next item.</summary>
    public virtual void OperationEnded(in OperationEndedArguments arguments)
    {
    }

    /// <summary>Called when an accepted item left the queue without running.</summary>
    public virtual void OperationDiscarded(in OperationDiscardedArguments arguments)
    {
    }

    /// <summary>Called when a signal begins to hold back waiting items.</summary>
    public virtual void OperationsDeferred(in OperationsDeferredArguments arguments)
    {
    }

    /// <summary>Called when an operation left the window.</summary>
    public virtual void OperationEvicted(in OperationEvictedArguments arguments)
    {
    }

    /// <summary>Called after a signal was raised on a sink.</summary>
    public virtual void SignalRaised(in SignalRaisedArguments arguments)
    {
    }

    /// <summary>Called when a signal did not reach a handler, or left a full window before its time.</summary>
    public virtual void SignalDropped(in SignalDroppedArguments arguments)
    {
    }

    /// <summary>Called when a callback or subscriber of the user's threw.</summary>
    public virtual void CallbackFailed(in CallbackFailedArguments arguments)
    {
    }
}
