namespace Ephemeral.Logging;

/// <summary>What the signal of a record is called, and what it is about.</summary>
internal sealed record LogSignalName(string Signal, string Key);
