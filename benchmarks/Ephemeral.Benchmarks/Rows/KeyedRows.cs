using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What order within a key costs.</summary>
internal static class KeyedRows
{
    public const string Group = "keyed";
    private const int Items = 200_000;

    public static IEnumerable<Row> List()
    {
        foreach (BodyKind body in new[] { BodyKind.Sync, BodyKind.Yield })
        {
            yield return Keyed("1,000 keys", body, Spread, 1.5);
            yield return Keyed("4 of 5 items on one hot key", body, Hot, 1.6);
        }

        yield return new ComparisonRow(Group, $"a full queue drops the oldest of {OverflowWorkload.Waiting:N0} keys", Items)
        {
            Ours = OverflowWorkload.Keyed,
            Baseline = ("ours without keys", OverflowWorkload.Plain),
            Target = new() { Ratio = 2, Bytes = 0 },
        };
    }

    /// <summary>A thousand keys in turn.</summary>
    public static int Spread(int item) => item % 1_000;

    /// <summary>Most items on one key, the others spread.</summary>
    public static int Hot(int item) => item % 5 == 0 ? item % 1_000 : 1;

    private static ComparisonRow Keyed(string keys, BodyKind body, Func<int, int> keySelector, double ratio)
    {
        QueueLoad load = new(body);
        return new(Group, $"{keys}, {Names.Of(body)} body, concurrency 8", Items)
        {
            Ours = () => CoordinatorWorkload.Keyed(load, keySelector),
            Baseline = ("ours without keys", () => CoordinatorWorkload.Plain(load)),
            Target = body == BodyKind.Sync
                ? new() { Ratio = ratio, Bytes = 0 }
                : new() { Ratio = ratio, Bytes = 8, BytesBeyond = BodyAlone.Yielding },
        };
    }
}
