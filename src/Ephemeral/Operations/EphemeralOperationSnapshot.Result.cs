namespace Ephemeral;

/// <summary>What is remembered of one operation that has a result.</summary>
/// <remarks>An immutable value: it does not change when the operation does.</remarks>
/// <param name="Id">The operation's id.</param>
/// <param name="Started">When its body started, or when it was discarded without running.</param>
/// <param name="Completed">When it ended; null while it runs.</param>
/// <param name="Key">Its key as text; null without keys.</param>
/// <param name="IsFaulted">Whether its body threw or ran out of time.</param>
/// <param name="Error">What its body threw; null when it did not.</param>
/// <param name="Duration">From start to end; null while it runs.</param>
/// <param name="Result">What its body returned; the default value without a result.</param>
/// <param name="HasResult">Whether its body ran to its end.</param>
/// <param name="Signals">The signals that it raised and did not retract, in order, the first 256 of them; null when there were none.</param>
/// <param name="IsPinned">Whether it is pinned, or was when it left the window.</param>
public sealed record EphemeralOperationSnapshot<TResult>(
    long Id,
    DateTimeOffset Started,
    DateTimeOffset? Completed,
    string? Key,
    bool IsFaulted,
    Exception? Error,
    TimeSpan? Duration,
    TResult? Result,
    bool HasResult,
    IReadOnlyList<string>? Signals = null,
    bool IsPinned = false)
{
    /// <summary>Gets the operation's id.</summary>
    public long OperationId => Id;

    /// <summary>Gets whether the operation was abandoned, killed, or stopped because its coordinator was cancelled.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>Gets whether the operation was discarded by a cancel signal or a full queue and never ran.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Tells whether the operation raised a signal of exactly this name.</summary>
    public bool HasSignal(string signal) => Signals?.Contains(signal) == true;

    internal static EphemeralOperationSnapshot<TResult> Of(EphemeralOperationSnapshot metadata, TResult? result, bool hasResult) =>
        new(
            metadata.Id,
            metadata.Started,
            metadata.Completed,
            metadata.Key,
            metadata.IsFaulted,
            metadata.Error,
            metadata.Duration,
            result,
            hasResult,
            metadata.Signals,
            metadata.IsPinned) { IsCancelled = metadata.IsCancelled, IsSkipped = metadata.IsSkipped };
}
