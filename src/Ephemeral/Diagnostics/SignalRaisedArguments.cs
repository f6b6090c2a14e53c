namespace Ephemeral;

/// <summary>A signal was raised on a sink.</summary>
/// <param name="Sink">The sink's name.</param>
/// <param name="Signal">The signal's name.</param>
/// <param name="OperationId">The operation that raised it, or the id the raise was given.</param>
public readonly record struct SignalRaisedArguments(string Sink, string Signal, long OperationId);
