namespace Ephemeral;

/// <summary>What the present signals of a sink say about one operation.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Key">The key of its first signal that has one; null when none has.</param>
/// <param name="FirstSeen">When its oldest present signal was raised.</param>
/// <param name="LastSeen">When its latest one was raised.</param>
/// <param name="Signals">The names, oldest first.</param>
public sealed record OperationSignalSummary(
    long OperationId, string? Key, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, IReadOnlyList<string> Signals)
{
    /// <summary>Gets the time between its oldest present signal and its latest one.</summary>
    public TimeSpan Duration => LastSeen - FirstSeen;

    internal static OperationSignalSummary Of(IReadOnlyList<SignalEvent> signals) => new(
        signals[0].OperationId,
        signals.Select(static signal => signal.Key).FirstOrDefault(static key => key is not null),
        signals[0].Timestamp,
        signals[^1].Timestamp,
        [.. signals.Select(static signal => signal.Signal)]);
}
