namespace Ephemeral;

/// <summary>What the present signals of a sink say about one operation.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Key">The key of its first signal that has one; null when none has.</param>
/// <param name="FirstSeen">The earliest time of its present signals.</param>
/// <param name="LastSeen">The latest time of its present signals.</param>
/// <param name="Signals">The names, in order of acceptance.</param>
public sealed record OperationSignalSummary(
    long OperationId, string? Key, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, IReadOnlyList<string> Signals)
{
    /// <summary>Gets the time between the two.</summary>
    public TimeSpan Duration => LastSeen - FirstSeen;

    internal static OperationSignalSummary Of(IReadOnlyList<SignalEvent> signals) => new(
        signals[0].OperationId,
        signals.Select(static signal => signal.Key).FirstOrDefault(static key => key is not null),
        signals.Min(static signal => signal.Timestamp),
        signals.Max(static signal => signal.Timestamp),
        [.. signals.Select(static signal => signal.Signal)]);
}
