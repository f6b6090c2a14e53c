namespace Ephemeral.Patterns;

/// <summary>Work was refused because of recent failures.</summary>
public sealed class CircuitOpenException : InvalidOperationException
{
    /// <summary>Creates an exception with a default message.</summary>
    public CircuitOpenException()
        : base("The circuit is open: there were too many recent failures. Try again later.")
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What was refused, and why.</param>
    public CircuitOpenException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception that says when to try again.</summary>
    /// <param name="message">What was refused, and why.</param>
    /// <param name="retryAfter">After how long the circuit may let something through; null when that is not known.</param>
    public CircuitOpenException(string message, TimeSpan? retryAfter)
        : base(message) => RetryAfter = retryAfter;

    /// <summary>Creates an exception because of another one.</summary>
    /// <param name="message">What was refused, and why.</param>
    /// <param name="innerException">The cause.</param>
    public CircuitOpenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets after how long the circuit may let something through; null when that is not known.</summary>
    public TimeSpan? RetryAfter { get; }
}
