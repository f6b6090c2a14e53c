namespace Ephemeral.Jobs;

/// <summary>One attempt as the parameters of its method see it.</summary>
/// <param name="Signal">The trigger.</param>
/// <param name="Operation">The run.</param>
/// <param name="Scope">Where services come from; null for a job of an object.</param>
/// <param name="CancellationToken">The attempt's token.</param>
internal readonly record struct JobCall(SignalEvent Signal, EphemeralOperation Operation, IEphemeralJobScope? Scope, CancellationToken CancellationToken);
