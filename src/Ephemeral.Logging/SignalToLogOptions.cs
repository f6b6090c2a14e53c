namespace Ephemeral.Logging;

/// <summary>Which signals are written to a logger, and how.</summary>
public sealed class SignalToLogOptions
{
    /// <summary>Gets or sets the pattern of the signals that are written.</summary>
    /// <value>The default is <c>*</c>, every signal.</value>
    public string Pattern { get; set; } = "*";

    /// <summary>Gets or sets what makes the log record of a signal; it returns null for a signal that is not to be logged.</summary>
    /// <remarks>It runs on the raising thread. What it throws the sink counts (<see cref="SignalSink.CallbackFailures"/>).</remarks>
    /// <value>The default, null, takes the level from the signal's first segment and writes name, operation and key.</value>
    public Func<SignalEvent, LogMessage?>? Map { get; set; }
}
