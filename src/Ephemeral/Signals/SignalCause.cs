namespace Ephemeral;

/// <summary>One step of a chain of signals that caused each other.</summary>
/// <param name="Signal">The signal's name.</param>
/// <param name="OperationId">The operation that raised it; 0 when unknown.</param>
public readonly record struct SignalCause(string Signal, long OperationId);
