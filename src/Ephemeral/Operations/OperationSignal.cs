namespace Ephemeral.Operations;

/// <summary>A signal that an operation raised, and when.</summary>
internal readonly record struct OperationSignal(string Name, DateTimeOffset Raised);
