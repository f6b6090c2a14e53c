using System.Runtime.CompilerServices;
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

    /// <param name="raised">The signal.</param>
    /// <param name="depth">How many signals led to it.</param>
    public void Raised(in SignalEvent raised, int depth)
    {
        if (OnSignal is not null)
        {
            CauseFrame outer = SignalCauses.Enter(raised, depth);
            Call(nameof(OnSignal), OnSignal, raised);
            SignalCauses.Leave(outer);
        }

        Hear?.Invoke(raised);
        QueueSignal?.Invoke(raised); // it takes the cause from the signal
    }

    public void Retracted(in SignalRetractedEvent retracted)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) return; // a callback that raises and retracts for ever
        if (OnSignalRetracted is not null) Call(nameof(OnSignalRetracted), OnSignalRetracted, retracted);
        QueueRetraction?.Invoke(retracted);
    }

    private void Call<TSignal>(string name, Action<TSignal> callback, TSignal signal)
    {
        try
        {
            callback(signal);
        }
        catch (Exception error)
        {
            guard.Failed(name, error);
        }
    }
}
