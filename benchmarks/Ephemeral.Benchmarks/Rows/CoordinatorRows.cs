using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What lanes and results cost, against the plain coordinator.</summary>
internal static class CoordinatorRows
{
    public const string Group = "coordinators";
    private const int Items = 200_000;

    public static IEnumerable<Row> List() =>
        from body in new[] { BodyKind.Sync, BodyKind.Yield }
        from row in Of(new(body))
        select row;

    private static IEnumerable<Row> Of(QueueLoad load) =>
    [
        AgainstPlain("3 priority lanes", load, CoordinatorWorkload.Lanes, BodyAlone.Yielding),
        AgainstPlain("results kept", load, CoordinatorWorkload.Results, BodyAlone.YieldingWithResult),
    ];

    private static ComparisonRow AgainstPlain(string name, QueueLoad load, Func<QueueLoad, Workload> ours, Func<Workload> yieldingBody) =>
        new(Group, $"{name}, {Names.Of(load.Body)} body, concurrency 8", Items)
        {
            Ours = () => ours(load),
            Baseline = ("the plain coordinator", () => CoordinatorWorkload.Plain(load)),
            Target = load.Body == BodyKind.Sync
                ? new() { Ratio = 1.5, Bytes = 0 }
                : new() { Ratio = 1.5, Bytes = 8, BytesBeyond = yieldingBody },
        };
}
