namespace Ephemeral.Scheduling;

/// <summary>What becomes of occurrences that were missed: the process was not running, or its clock had stood still.</summary>
public enum MissedTickPolicy
{
    /// <summary>The latest of them runs, for all.</summary>
    RunOnce,

    /// <summary>None of them runs; the next occurrence does.</summary>
    Skip,

    /// <summary>Each of them runs, the oldest first; of more than <see cref="ScheduledTasksOptions.MaxCatchUp"/> the latest.</summary>
    CatchUp,
}
