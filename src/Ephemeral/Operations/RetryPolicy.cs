namespace Ephemeral;

/// <summary>How often, and after which waits, an operation that failed is tried again.</summary>
/// <remarks>
/// <para>Never changes; safe to share. Set it as <see cref="EphemeralOptions.Retry"/>.</para>
/// <para>An operation that waits for its next attempt holds no slot. It keeps its id and its key's turn, and counts as pending.</para>
/// <para>Its functions run on the worker, outside locks. What one throws is caught and counted, and the operation is not tried again.</para>
/// </remarks>
/// <example><code>
/// EphemeralOptions options = new() { Retry = new() { MaxRetries = 5, ShouldRetry = error => error is HttpRequestException } };
/// </code></example>
public sealed record RetryPolicy
{
    /// <summary>Gets how often an operation is tried again after its first attempt.</summary>
    /// <value>The default is 3, which makes at most 4 attempts; 0 or more.</value>
    public int MaxRetries { get; init; } = 3;

    /// <summary>Gets the wait after the first failed attempt.</summary>
    /// <value>The default is 100 milliseconds; not negative.</value>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets by how much each wait is longer than the one before.</summary>
    /// <value>The default is 2: exponential backoff. 1 keeps the wait the same; at least 1.</value>
    public double BackoffMultiplier { get; init; } = 2;

    /// <summary>Gets the longest wait, whatever the others say.</summary>
    /// <value>The default is 30 minutes; not negative.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets whether each wait is cut by a random part of at most its half, so that operations that failed together do not come back together.</summary>
    /// <value>The default is false. The scheme is known as equal jitter.</value>
    public bool UseJitter { get; init; }

    /// <summary>Gets what computes the waits in place of <see cref="InitialDelay"/> and <see cref="BackoffMultiplier"/>: from the number of the attempt that failed, 1 for the first.</summary>
    /// <value>The default is null. A negative wait is none.</value>
    public Func<int, TimeSpan>? Backoff { get; init; }

    /// <summary>Gets what decides whether a failure is worth another attempt.</summary>
    /// <value>The default is null: every failure is. A cancellation that the coordinator did not ask for is a failure.</value>
    public Func<Exception, bool>? ShouldRetry { get; init; }

    /// <summary>Gets the source of randomness: from 0 to below 1.</summary>
    internal Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>Returns how long to wait after a failed attempt; null when it was the last. Runs the user's functions.</summary>
    internal TimeSpan? After(int attempt, Exception error)
    {
        if (attempt > MaxRetries || ShouldRetry?.Invoke(error) == false) return null;
        TimeSpan delay = Backoff is null ? Exponential(attempt) : Backoff(attempt);
        if (delay > MaxDelay) delay = MaxDelay;
        if (UseJitter) delay -= delay * 0.5 * Random();
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }

    private TimeSpan Exponential(int attempt)
    {
        if (InitialDelay == TimeSpan.Zero) return TimeSpan.Zero;
        double ticks = InitialDelay.Ticks * Math.Pow(BackoffMultiplier, attempt - 1);
        return ticks < MaxDelay.Ticks ? new((long)ticks) : MaxDelay;
    }
}
