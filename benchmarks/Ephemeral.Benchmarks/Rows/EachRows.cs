using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What running a body for each item of a collection costs.</summary>
internal static class EachRows
{
    public const string Group = "foreach";
    private const int Items = 200_000;

    public static IEnumerable<Row> List() =>
        from body in new[] { BodyKind.Sync, BodyKind.Yield }
        from concurrency in new[] { 8, 4, 1 }
        select Against(new(body, concurrency));

    private static ComparisonRow Against(QueueLoad load) =>
        new(Group, $"EphemeralForEachAsync, {Names.Of(load.Body)} body, concurrency {load.Concurrency}", Items)
        {
            Ours = () => EachWorkloads.Ours(load),
            Baseline = ("Parallel.ForEachAsync", () => EachWorkloads.Parallels(load)),
            Target = new()
            {
                Ratio = load.Concurrency > 1 ? 1.0 : 3.0,
                Bytes = 16,
                BytesBeyond = load.Body == BodyKind.Sync ? null : EachWorkloads.YieldingBody,
            },
        };
}
