using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What a raise costs that starts a job, beside an item of a coordinator whose body takes its operation.</summary>
internal static class JobRows
{
    public const string Group = "jobs";
    private const int Items = 100_000;

    public static IEnumerable<Row> List() =>
    [
        new ComparisonRow(Group, "a raise that starts a job, concurrency 4", Items)
        {
            Ours = static () => new JobWorkload(),
            Baseline = ("an item whose body takes its operation", static () => CoordinatorWorkload.WithOperation(new(BodyKind.Sync, 4))),
            Target = new() { Bytes = 168 },
        },
    ];
}
