namespace Ephemeral;

/// <summary>Says what the jobs of a class have in common.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EphemeralJobsAttribute : Attribute
{
    /// <summary>Gets or sets what comes, with a dot, before the trigger of every job. Names that jobs emit are taken as written.</summary>
    /// <value>The default is null.</value>
    public string? SignalPrefix { get; set; }

    /// <summary>Gets or sets the lane of jobs that name none.</summary>
    /// <value>The default is null: <c>default</c>.</value>
    public string? DefaultLane { get; set; }

    /// <summary>Gets or sets the priority of jobs that have none.</summary>
    /// <value>The default is 0. The lower number starts first.</value>
    public int DefaultPriority { get; set; }

    /// <summary>Gets or sets the limit of jobs that have none; -1 for no limit.</summary>
    /// <value>The default is 1.</value>
    public int DefaultMaxConcurrency { get; set; } = 1;
}
