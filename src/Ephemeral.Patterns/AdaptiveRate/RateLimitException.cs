namespace Ephemeral.Patterns;

/// <summary>Thrown by work that was told to come back later.</summary>
public sealed class RateLimitException : Exception
{
    /// <summary>Creates an exception that asks for the default delay.</summary>
    public RateLimitException()
        : base("The rate limit was reached.")
    {
    }

    /// <summary>Creates an exception that asks for the default delay.</summary>
    /// <param name="message">What refused.</param>
    public RateLimitException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception that asks for the default delay, because of another one.</summary>
    /// <param name="message">What refused.</param>
    /// <param name="innerException">The cause.</param>
    public RateLimitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception that says when to come back.</summary>
    /// <param name="retryAfter">After how long; a negative time counts as none.</param>
    /// <param name="message">What refused; null for a default message.</param>
    public RateLimitException(TimeSpan retryAfter, string? message = null)
        : base(message ?? "The rate limit was reached.") => RetryAfter = retryAfter;

    /// <summary>Gets after how long to come back; null when that was not said.</summary>
    public TimeSpan? RetryAfter { get; }
}
