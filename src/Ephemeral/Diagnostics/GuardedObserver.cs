using System.Diagnostics;

namespace Ephemeral;

/// <summary>Keeps what an observer throws away from the work, and counts it.</summary>
/// <remarks>An observer that raises signals is not told of what they lead to on this thread: it would be told of its own doing for ever.</remarks>
internal sealed class GuardedObserver(EphemeralObserver inner) : EphemeralObserver
{
    [ThreadStatic]
    private static List<GuardedObserver>? _telling; // those that are being told of a signal on this thread, the innermost last

    public override bool IsEnabled
    {
        get
        {
            try { return inner.IsEnabled; }
            catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); return false; }
        }
    }

    public override ObserverNeeds Needs
    {
        get
        {
            try { return inner.Needs; }
            catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); return ObserverNeeds.None; }
        }
    }

    /// <summary>Returns the observer guarded, once.</summary>
    public static GuardedObserver? Over(EphemeralObserver? observer) => observer is null ? null : observer as GuardedObserver ?? new(observer);

    public override void CoordinatorCreated(ObservedCoordinator coordinator)
    {
        try { inner.CoordinatorCreated(coordinator); }
        catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); }
    }

    public override void CoordinatorDisposed(ObservedCoordinator coordinator)
    {
        try { inner.CoordinatorDisposed(coordinator); }
        catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); }
    }

    public override object? OperationSubmitting(in OperationSubmittingArguments arguments, ref ActivityContext context)
    {
        try { return inner.OperationSubmitting(arguments, ref context); }
        catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); return null; }
    }

    public override void OperationSubmitted(in OperationSubmittedArguments arguments)
    {
        try { inner.OperationSubmitted(arguments); }
        catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); }
    }

    public override object? OperationStarted(in OperationStartedArguments arguments)
    {
        try { return inner.OperationStarted(arguments); }
        catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); return null; }
    }

    public override void OperationEnded(in OperationEndedArguments arguments)
    {
        try { inner.OperationEnded(arguments); }
        catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); }
    }

    public override void OperationDiscarded(in OperationDiscardedArguments arguments)
    {
        try { inner.OperationDiscarded(arguments); }
        catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); }
    }

    public override void OperationsDeferred(in OperationsDeferredArguments arguments)
    {
        try { inner.OperationsDeferred(arguments); }
        catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); }
    }

    public override void OperationEvicted(in OperationEvictedArguments arguments)
    {
        try { inner.OperationEvicted(arguments); }
        catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); }
    }

    public override void SignalRaised(in SignalRaisedArguments arguments)
    {
        if (!TryEnter()) return;
        try { inner.SignalRaised(arguments); }
        catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); }
        finally { Leave(); }
    }

    public override void SignalDropped(in SignalDroppedArguments arguments)
    {
        if (!TryEnter()) return;
        try { inner.SignalDropped(arguments); }
        catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); }
        finally { Leave(); }
    }

    public override void CallbackFailed(in CallbackFailedArguments arguments)
    {
        if (!TryEnter()) return;
        try { inner.CallbackFailed(arguments); }
        catch (Exception) { EphemeralDiagnostics.CountObserverFailure(); }
        finally { Leave(); }
    }

    private static void Leave() => _telling!.RemoveAt(_telling.Count - 1);

    private bool TryEnter()
    {
        List<GuardedObserver> telling = _telling ??= [];
        if (telling.Contains(this))
        {
            EphemeralDiagnostics.CountObserverReentry();
            return false;
        }

        telling.Add(this);
        return true;
    }
}
