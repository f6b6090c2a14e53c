namespace Ephemeral;

/// <summary>Signals did not reach a handler, or left a full window before their time.</summary>
/// <param name="Sink">The sink's name.</param>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many; at least one.</param>
public readonly record struct SignalDroppedArguments(string Sink, SignalDropReason Reason, int Count);
