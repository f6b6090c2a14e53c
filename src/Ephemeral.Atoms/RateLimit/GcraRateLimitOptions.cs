namespace Ephemeral.Atoms;

/// <summary>The limit of a <see cref="GcraRateLimitAtom"/>, the signals that change it, and those that it raises.</summary>
/// <remarks>Read once, by the constructor of the atom, which reports every fault in one <see cref="ArgumentException"/>.</remarks>
public sealed class GcraRateLimitOptions
{
    /// <summary>Gets how many permits there are a second at first.</summary>
    /// <value>The default is 10; positive, also below 1.</value>
    public double InitialRatePerSecond { get; init; } = 10;

    /// <summary>Gets how many permits there are at once after a rest.</summary>
    /// <value>The default is 5; at least 1.</value>
    public int BurstSize { get; init; } = 5;

    /// <summary>Gets how many callers may wait; beyond it a lease is refused at once.</summary>
    /// <value>The default is 1,024; 0 for none.</value>
    public int QueueLimit { get; init; } = 1_024;

    /// <summary>Gets the pattern of the signals that change the limit: what stands before the asterisk begins each command, and each signal that the atom raises.</summary>
    /// <value>The default is <c>rate.limit.gcra.*</c>.</value>
    public string ControlSignalPattern { get; init; } = "rate.limit.gcra.*";

    /// <summary>Gets whether a signal says how each request went.</summary>
    /// <value>The default is true. They fill the sink's window like any others.</value>
    public bool EmitSignals { get; init; } = true;

    /// <summary>Gets the clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
