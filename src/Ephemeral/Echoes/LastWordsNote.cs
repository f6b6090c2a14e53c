namespace Ephemeral;

/// <summary>What is worth keeping of an operation that leaves its window: small enough to be written down.</summary>
/// <param name="OperationId">The operation's id.</param>
/// <param name="Key">Its key as text; null without keys.</param>
/// <param name="Signal">The signal that says most about it; null when there is none.</param>
/// <param name="Timestamp">When the note was made.</param>
/// <param name="Metadata">What else there is to say; null for nothing.</param>
public sealed record LastWordsNote(
    long OperationId, string? Key, string? Signal, DateTimeOffset Timestamp, IReadOnlyDictionary<string, string?>? Metadata = null);
