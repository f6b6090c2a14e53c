namespace Ephemeral;

/// <summary>A signal as an <see cref="ISignalWindowStore"/> keeps it: without its payload and its causes.</summary>
/// <param name="Id">What identifies it in its store: positive, ascending in the order in which signals were accepted.</param>
/// <param name="Signal">The name.</param>
/// <param name="OperationId">The operation that raised it. Unlike the id in the process that raised it, it is unique in the store.</param>
/// <param name="Key">What it is about; null when it is about nothing in particular, which is not the same as empty.</param>
/// <param name="Timestamp">When it was raised, to the tick.</param>
public sealed record StoredSignal(long Id, string Signal, long OperationId, string? Key, DateTimeOffset Timestamp);
