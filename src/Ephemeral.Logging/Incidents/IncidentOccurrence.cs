namespace Ephemeral.Logging;

/// <summary>One time that a fault happened.</summary>
/// <param name="Timestamp">When it was logged.</param>
/// <param name="Message">What was logged; with the exception at most 8,192 characters.</param>
/// <param name="Exception">The exception with its causes and stacks, cut to what the message leaves; null without one.</param>
/// <param name="TraceId">The trace that was active; null without one.</param>
/// <param name="Key">What the signal was about.</param>
/// <param name="OperationId">The operation that logged it, or an id of its own.</param>
public sealed record IncidentOccurrence(
    DateTimeOffset Timestamp, string Message, string? Exception, string? TraceId, string? Key, long OperationId);
