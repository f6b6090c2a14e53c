namespace Ephemeral;

/// <summary>The last words of an operation that has left the window: what it signalled.</summary>
/// <param name="OperationId">The operation's id.</param>
/// <param name="Key">Its key as text; null without keys.</param>
/// <param name="Signals">The signals that it had, in order, the first 256 of them.</param>
/// <param name="FinalizedAt">When it left the window.</param>
public sealed record OperationEcho(long OperationId, string? Key, IReadOnlyList<string>? Signals, DateTimeOffset FinalizedAt)
{
    /// <summary>Gets when the operation left the window.</summary>
    public DateTimeOffset Timestamp => FinalizedAt;
}
