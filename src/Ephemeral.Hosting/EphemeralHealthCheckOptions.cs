namespace Ephemeral.Hosting;

/// <summary>From when on a coordinator is degraded, and from when on unhealthy. Null turns a threshold off.</summary>
public sealed class EphemeralHealthCheckOptions
{
    /// <summary>Gets or sets the share of <see cref="EphemeralOptions.QueueCapacity"/> in use from which on a coordinator is degraded.</summary>
    /// <value>The default is 0.8; above 0, at most 1.</value>
    public double? DegradedQueueShare { get; set; } = 0.8;

    /// <summary>Gets or sets the share of <see cref="EphemeralOptions.QueueCapacity"/> in use from which on a coordinator is unhealthy.</summary>
    /// <value>The default is 1: the queue is full. Above 0, at most 1.</value>
    public double? UnhealthyQueueShare { get; set; } = 1;

    /// <summary>Gets or sets how long the oldest waiting item may have waited before a coordinator is degraded.</summary>
    /// <value>The default is 1 minute; positive.</value>
    public TimeSpan? DegradedOldestAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how long the oldest waiting item may have waited before a coordinator is unhealthy.</summary>
    /// <value>The default is 5 minutes; positive.</value>
    public TimeSpan? UnhealthyOldestAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets the share of failed operations among the ended ones from which on a coordinator is degraded.</summary>
    /// <value>The default is 0.1; above 0, at most 1.</value>
    public double? DegradedFailureRatio { get; set; } = 0.1;

    /// <summary>Gets or sets the share of failed operations among the ended ones from which on a coordinator is unhealthy.</summary>
    /// <value>The default is 0.5; above 0, at most 1.</value>
    public double? UnhealthyFailureRatio { get; set; } = 0.5;

    /// <summary>Gets or sets how far back operations count for the failure ratio.</summary>
    /// <value>
    /// The default is 5 minutes; positive. The counts are compared from check to check, so a check that runs less often than this looks
    /// back to the one before, and the first one to the coordinator's creation.
    /// </value>
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how many operations must have ended in the window before their failures count.</summary>
    /// <value>The default is 10; at least 1.</value>
    public int MinimumOperations { get; set; } = 10;
}
