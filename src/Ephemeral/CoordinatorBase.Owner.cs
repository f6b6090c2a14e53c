using Ephemeral.Engine;
using Ephemeral.Operations;

namespace Ephemeral;

/// <content>What the engine tells the coordinator.</content>
public abstract partial class CoordinatorBase
{
    /// <summary>What the engine tells the coordinator; a class of its own, so that none of it is public.</summary>
    private sealed class Owner(CoordinatorBase coordinator) : IEngineOwner
    {
        public bool WantsDepartures => coordinator.OperationFinalized is not null;

        public bool WantsEnds => coordinator.Options.OnSample is not null;

        public void Departed(EphemeralOperation? operation, EphemeralOperationSnapshot snapshot)
        {
            if (operation is not null)
            {
                IReadOnlyList<OperationSignal> signals = operation.ForgetSignals();
                coordinator._signals.Forget(signals);
                if (signals.Count > 0 && coordinator.Options.EnableOperationEcho) coordinator._echoes.Add(operation.Id, operation.Key, signals);
            }

            coordinator._callbacks.Raise(nameof(OperationFinalized), coordinator.OperationFinalized, snapshot);
        }

        public void Ended() => coordinator._callbacks.Call(nameof(EphemeralOptions.OnSample), coordinator.Options.OnSample!, coordinator.GetSnapshot());
    }
}
