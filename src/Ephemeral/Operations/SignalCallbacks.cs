using Ephemeral.Signals;

namespace Ephemeral.Operations;

/// <summary>Where a coordinator sends the signals of its operations, beside the shared sink; each is null when nobody asked.</summary>
internal sealed class SignalCallbacks(CallbackGuard guard)
{
    public Action<SignalEvent>? OnSignal { get; init; }

    public Action<SignalRetractedEvent>? OnSignalRetracted { get; init; }

    /// <summary>Gets what queues a signal for an asynchronous handler, and never waits or throws.</summary>
    public Action<SignalEvent>? QueueSignal { get; init; }

    /// <summary>Gets what queues a retraction for an asynchronous handler, and never waits or throws.</summary>
    public Action<SignalRetractedEvent>? QueueRetraction { get; init; }

    /// <summary>Gets what looks for commands in signals that no sink receives; null where one does.</summary>
    public Action<SignalEvent>? Hear { get; init; }

    public CallbackGuard Guard => guard;

    public bool HearsRetractions => OnSignalRetracted is not null || QueueRetraction is not null;

    /// <param name="raised">The signal.</param>
    /// <param name="depth">How many signals led to it.</param>
    public void Raised(in SignalEvent raised, int depth)
    {
        if (OnSignal is not null)
        {
            CauseFrame outer = SignalCauses.Enter(raised, depth);
            guard.Call(nameof(OnSignal), OnSignal, raised);
            SignalCauses.Leave(outer);
        }

        Hear?.Invoke(raised);
        QueueSignal?.Invoke(raised); // it takes the cause from the signal
    }

    /// <param name="retracted">The retraction.</param>
    /// <param name="step">Its place in the chain that it happens in.</param>
    /// <param name="depth">How many signals led to it.</param>
    public void Retracted(in SignalRetractedEvent retracted, in SignalEvent step, int depth)
    {
        CauseFrame outer = SignalCauses.Enter(step, depth);
        if (OnSignalRetracted is not null) guard.Call(nameof(OnSignalRetracted), OnSignalRetracted, retracted);
        QueueRetraction?.Invoke(retracted); // it takes the cause from here
        SignalCauses.Leave(outer);
    }
}
