using Ephemeral.Orchestration;
using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>Waits until enough different signals agree.</summary>
/// <remarks>
/// Thread-safe. Nothing is polled: a wait is one subscription for each pattern and one timer on the sink's clock, and leaves neither
/// behind however it ends. It remembers at most as many votes as it requires.
/// </remarks>
public static class SignalConsensus
{
    /// <summary>Waits for a number of distinct signals that match a pattern and are raised from now on.</summary>
    /// <remarks>
    /// Signals are distinct when their operation id or their name is: two stages that vote in the name of one operation are two votes,
    /// and an operation that repeats its vote has one. A signal raised by no operation has an id of its own each time.
    /// Listens before it returns to its caller.
    /// </remarks>
    /// <param name="sink">Where the votes come.</param>
    /// <param name="pattern">The pattern of the votes.</param>
    /// <param name="required">How many are needed; at least 1.</param>
    /// <param name="timeout">How long to wait, not negative; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancelOn">Patterns of signals that end the wait early, also where they are votes; an entry may be a comma list. Null for none.</param>
    /// <param name="cancellationToken">Ends the wait with an exception.</param>
    /// <returns>Which of the three came first: the quorum, a cancel signal or the timeout.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="sink"/> is null, <paramref name="pattern"/> or an entry of <paramref name="cancelOn"/> is null or blank, or
    /// <paramref name="required"/> or <paramref name="timeout"/> is out of its range.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<QuorumResult> WaitForQuorumAsync(
        SignalSink sink,
        string pattern,
        int required,
        TimeSpan timeout,
        IReadOnlyCollection<string>? cancelOn = null,
        CancellationToken cancellationToken = default) =>
        WaitAsync(sink, pattern, required, timeout, since: null, cancelOn, cancellationToken);

    /// <summary>Waits for a number of distinct signals that match a pattern, and counts those that are already present too.</summary>
    /// <remarks>Present votes and cancel signals are taken in the order in which they were raised.</remarks>
    /// <param name="sink">Where the votes come.</param>
    /// <param name="pattern">The pattern of the votes.</param>
    /// <param name="required">How many are needed; at least 1.</param>
    /// <param name="timeout">How long to wait, not negative; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="since">Present signals raised at this time or later count.</param>
    /// <param name="cancelOn">Patterns of signals that end the wait early, also where they are votes; an entry may be a comma list. Null for none.</param>
    /// <param name="cancellationToken">Ends the wait with an exception.</param>
    /// <inheritdoc cref="WaitForQuorumAsync(SignalSink, string, int, TimeSpan, IReadOnlyCollection{string}, CancellationToken)"/>
    public static Task<QuorumResult> WaitForQuorumAsync(
        SignalSink sink,
        string pattern,
        int required,
        TimeSpan timeout,
        DateTimeOffset since,
        IReadOnlyCollection<string>? cancelOn = null,
        CancellationToken cancellationToken = default) =>
        WaitAsync(sink, pattern, required, timeout, since, cancelOn, cancellationToken);

    private static Task<QuorumResult> WaitAsync(
        SignalSink sink,
        string pattern,
        int required,
        TimeSpan timeout,
        DateTimeOffset? since,
        IReadOnlyCollection<string>? cancelOn,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        SignalArguments.ThrowIfNoPattern(pattern);
        if (required < 1) throw new ArgumentOutOfRangeException(nameof(required), required, "A quorum needs at least 1 vote; require 1 or more.");
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "A wait lasts no negative time; give Timeout.InfiniteTimeSpan for no limit.");

        if (cancelOn?.Any(string.IsNullOrWhiteSpace) ?? false)
            throw new ArgumentException("Each cancel pattern needs text, such as \"verdict.*\", but one was blank.", nameof(cancelOn));

        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<QuorumResult>(cancellationToken);
        QuorumCount count = new(sink, pattern, required, timeout, SignalPatternSet.Parse(cancelOn ?? []));
        if (since is { } time) count.AddPresent(time);
        return WaitAsync(count, cancellationToken);
    }

    private static async Task<QuorumResult> WaitAsync(QuorumCount count, CancellationToken cancellationToken)
    {
        using (count) return await count.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
