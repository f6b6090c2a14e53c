namespace Ephemeral;

/// <summary>How queued signals are handled.</summary>
internal sealed record SignalHandlerSettings(string Name, int MaxConcurrency, int MaxQueued)
{
    /// <summary>Gets whose handlers they are: the first part of their name in metrics.</summary>
    public required string Owner { get; init; }

    /// <summary>Gets the pattern of the signals that are handled.</summary>
    public string Pattern { get; init; } = "*";

    public required TimeProvider TimeProvider { get; init; }

    public EphemeralObserver? Observer { get; init; }

    /// <summary>Gets how long stopping waits for the handlers that run; null for no limit.</summary>
    public TimeSpan? StopTimeout { get; init; }
}
