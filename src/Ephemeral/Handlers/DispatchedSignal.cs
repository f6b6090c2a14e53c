namespace Ephemeral.Handlers;

/// <summary>A signal with the handlers that were registered when it was dispatched.</summary>
internal readonly record struct DispatchedSignal(SignalEvent Signal, SignalRegistration[] Registrations);
