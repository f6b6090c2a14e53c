namespace Ephemeral;

/// <summary>A live signal was taken back before its time.</summary>
/// <param name="Signal">The signal's name.</param>
/// <param name="OperationId">The operation that had raised it.</param>
/// <param name="Key">The key that it was raised with.</param>
/// <param name="Timestamp">When it was taken back.</param>
/// <param name="WasPatternMatch">Whether a pattern took it back, not its name.</param>
/// <param name="Pattern">That pattern; null when it was taken back by name.</param>
public readonly record struct SignalRetractedEvent(
    string Signal, long OperationId, string? Key, DateTimeOffset Timestamp, bool WasPatternMatch = false, string? Pattern = null);
