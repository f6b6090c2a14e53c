using Ephemeral.Internal;

namespace Ephemeral.Scheduling.Running;

/// <summary>The one place that says which options are valid.</summary>
internal static class ScheduledTasksOptionsValidator
{
    public static void Validate(ScheduledTasksOptions options)
    {
        OptionsFaults faults = new(nameof(ScheduledTasksOptions));
        faults.Defined(options.MissedTicks);
        faults.AtLeast(options.MaxCatchUp, 1);
        faults.Positive(options.LateAfter);
        faults.Positive(options.RetryDelay);
        faults.NotNull(options.TimeProvider);
        faults.ThrowIfAny();
    }
}
