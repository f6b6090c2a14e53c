namespace Ephemeral;

/// <summary>The last words of an operation that has left its window: the typed signals that were captured for it.</summary>
/// <param name="OperationId">The operation's id.</param>
/// <param name="Key">Its key as text; null without keys.</param>
/// <param name="WasPinned">Whether it was pinned when it left.</param>
/// <param name="Captures">What was captured, oldest first; at least one.</param>
/// <param name="FinalizedAt">When it left.</param>
/// <typeparam name="TPayload">What the signals carry.</typeparam>
public sealed record OperationEchoEntry<TPayload>(
    long OperationId, string? Key, bool WasPinned, IReadOnlyList<OperationEchoCapture<TPayload>> Captures, DateTimeOffset FinalizedAt);
