using System.Diagnostics;

namespace Ephemeral;

/// <summary>Several observers as one; immutable, so that the hot path reads a single reference.</summary>
internal sealed class CompositeObserver(EphemeralObserver[] observers) : EphemeralObserver
{
    private readonly Started _withoutStates = new(observers, new object?[observers.Length]);

    public override bool IsEnabled
    {
        get
        {
            foreach (EphemeralObserver observer in observers)
                if (observer.IsEnabled) return true;

            return false;
        }
    }

    public override ObserverNeeds Needs
    {
        get
        {
            ObserverNeeds needs = ObserverNeeds.None;
            foreach (EphemeralObserver observer in observers) needs |= observer.Needs;
            return needs;
        }
    }

    public static EphemeralObserver Add(EphemeralObserver? current, EphemeralObserver added) => current switch
    {
        null => added,
        CompositeObserver composite => new CompositeObserver([.. composite.Parts, added]),
        _ => new CompositeObserver([current, added]),
    };

    public static EphemeralObserver? Remove(EphemeralObserver? current, EphemeralObserver removed)
    {
        if (current is not CompositeObserver composite) return current == removed ? null : current;
        EphemeralObserver[] rest = [.. composite.Parts.Where(part => part != removed)];
        return rest.Length == 1 ? rest[0] : new CompositeObserver(rest);
    }

    private EphemeralObserver[] Parts => observers;

    public override void CoordinatorCreated(ObservedCoordinator coordinator)
    {
        foreach (EphemeralObserver observer in observers) observer.CoordinatorCreated(coordinator);
    }

    public override void CoordinatorDisposed(ObservedCoordinator coordinator)
    {
        foreach (EphemeralObserver observer in observers) observer.CoordinatorDisposed(coordinator);
    }

    public override object? OperationSubmitting(in OperationSubmittingArguments arguments, ref ActivityContext context)
    {
        object?[]? states = null;
        for (int i = 0; i < observers.Length; i++)
        {
            if ((observers[i].Needs & ObserverNeeds.Submitting) == 0) continue;
            states ??= new object?[observers.Length];
            states[i] = observers[i].OperationSubmitting(arguments, ref context);
        }

        return states;
    }

    public override void OperationSubmitted(in OperationSubmittedArguments arguments)
    {
        object?[]? states = arguments.State as object?[];
        for (int i = 0; i < observers.Length; i++) observers[i].OperationSubmitted(states is null ? arguments : arguments with { State = states[i] });
    }

    public override object? OperationStarted(in OperationStartedArguments arguments)
    {
        object?[]? states = null;
        for (int i = 0; i < observers.Length; i++)
        {
            object? state = observers[i].OperationStarted(arguments);
            if (state is null) continue;
            states ??= new object?[observers.Length];
            states[i] = state;
        }

        return states is null ? _withoutStates : new Started(observers, states);
    }

    /// <summary>Ends in reverse order, each observer with its own state, and only those that saw the start.</summary>
    public override void OperationEnded(in OperationEndedArguments arguments)
    {
        if (arguments.State is not Started started) return;
        for (int i = started.Observers.Length - 1; i >= 0; i--) started.Observers[i].OperationEnded(arguments with { State = started.States[i] });
    }

    public override void OperationDiscarded(in OperationDiscardedArguments arguments)
    {
        foreach (EphemeralObserver observer in observers) observer.OperationDiscarded(arguments);
    }

    public override void OperationsDeferred(in OperationsDeferredArguments arguments)
    {
        foreach (EphemeralObserver observer in observers) observer.OperationsDeferred(arguments);
    }

    public override void OperationEvicted(in OperationEvictedArguments arguments)
    {
        foreach (EphemeralObserver observer in observers) observer.OperationEvicted(arguments);
    }

    public override void SignalRaised(in SignalRaisedArguments arguments)
    {
        foreach (EphemeralObserver observer in observers) observer.SignalRaised(arguments);
    }

    public override void SignalDropped(in SignalDroppedArguments arguments)
    {
        foreach (EphemeralObserver observer in observers) observer.SignalDropped(arguments);
    }

    public override void CallbackFailed(in CallbackFailedArguments arguments)
    {
        foreach (EphemeralObserver observer in observers) observer.CallbackFailed(arguments);
    }

    private sealed record Started(EphemeralObserver[] Observers, object?[] States);
}
