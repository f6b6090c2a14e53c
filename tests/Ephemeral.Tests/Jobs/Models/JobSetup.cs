using FsCheck;
using FsCheck.Fluent;

namespace Ephemeral.Tests.Jobs.Models;

/// <summary>How the runner of one sequence is configured.</summary>
/// <param name="Jobs">Its jobs.</param>
/// <param name="LaneLimits">The limits of its two lanes.</param>
/// <param name="LanePriorities">Their priorities.</param>
/// <param name="MaxConcurrency">How many runs go on in all.</param>
/// <param name="Capacity">How many runs wait.</param>
/// <param name="FullMode">What happens beyond that.</param>
/// <param name="Tracked">How many ended operations the window keeps.</param>
/// <param name="Lifetime">For how long, in seconds.</param>
internal sealed record JobSetup(
    JobRule[] Jobs, int[] LaneLimits, int[] LanePriorities, int MaxConcurrency, int Capacity, QueueFullMode FullMode, int Tracked, double Lifetime)
{
    /// <summary>Gets whether one worker runs all: its bodies obey their token.</summary>
    public bool IsAlone => MaxConcurrency == 1;

    public static Gen<JobSetup> Any { get; } =
        from concurrency in Gen.Choose(1, 4)
        from count in Gen.Choose(1, 4)
        from jobs in JobRule.Of(isAlone: concurrency == 1).ArrayOf(count)
        from limits in Gen.Choose(1, 3).ArrayOf(2)
        from priorities in Gen.Choose(0, 1).ArrayOf(2)
        from capacity in Gen.Choose(1, 6)
        from mode in Gen.Elements(Enum.GetValues<QueueFullMode>())
        from tracked in Gen.Choose(1, 5)
        from lifetime in Gen.Choose(2, 9)
        select new JobSetup(jobs, limits, priorities, concurrency, capacity, mode, tracked, lifetime + 0.25);

    public override string ToString() =>
        $"{{ {string.Join(", ", Jobs.Select(static job => job.ToString()))}, lanes {string.Join('/', LaneLimits)} priorities {string.Join('/', LanePriorities)}, "
        + $"concurrency {MaxConcurrency}, capacity {Capacity}, {FullMode}, tracked {Tracked}, lifetime {Lifetime} }}";
}
