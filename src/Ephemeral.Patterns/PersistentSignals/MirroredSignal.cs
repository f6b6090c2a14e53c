namespace Ephemeral.Patterns;

/// <summary>A signal of the store, and how it is called in this process.</summary>
internal sealed record MirroredSignal(StoredSignal Stored, SignalIdentity Identity);
