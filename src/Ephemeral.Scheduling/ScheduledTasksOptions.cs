namespace Ephemeral.Scheduling;

/// <summary>How a <see cref="ScheduledTasksAtom"/> runs its schedules.</summary>
/// <remarks>Read once, by the constructor of the atom, which reports every fault in one <see cref="ArgumentException"/>.</remarks>
public sealed class ScheduledTasksOptions
{
    /// <summary>Gets or sets whether the schedules start with the atom.</summary>
    /// <value>The default is true. If false, <see cref="ScheduledTasksAtom.TriggerAsync(CancellationToken)"/> starts them.</value>
    public bool AutoStart { get; set; } = true;

    /// <summary>Gets or sets what becomes of occurrences that were missed.</summary>
    /// <value>The default is <see cref="MissedTickPolicy.RunOnce"/>.</value>
    public MissedTickPolicy MissedTicks { get; set; }

    /// <summary>Gets or sets how many missed occurrences of one schedule run at most with <see cref="MissedTickPolicy.CatchUp"/>.</summary>
    /// <value>The default is 100; at least 1.</value>
    public int MaxCatchUp { get; set; } = 100;

    /// <summary>Gets or sets how much later than its time an occurrence may run in a running process before it counts as missed.</summary>
    /// <value>The default is 1 minute; positive.</value>
    public TimeSpan LateAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets after what time the start is tried again when the store cannot be read.</summary>
    /// <value>The default is 5 seconds; positive.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the clock.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
