using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What the window of remembered operations costs: to those who write while it is read, and in memory.</summary>
internal static class WindowRows
{
    public const string Group = "window";
    private const int Items = 800_000;
    private const long MegaByte = 1024 * 1024;

    private static readonly QueueLoad _load = new(BodyKind.Sync, Concurrency: 4, Producers: 4);

    public static IEnumerable<Row> List() =>
    [
        new ComparisonRow(Group, "4 writers while 1,000 operations are copied 100 times a second", Items)
        {
            Ours = static () => new SnapshotWorkload(WithWindow(_load, 1_000)),
            Baseline = ("nobody copies", static () => WithWindow(_load, 1_000)),
            Target = new() { Ratio = 1.1 },
        },
        new ComparisonRow(Group, "10,000 operations remembered", Items / 4)
        {
            Ours = static () => WithWindow(_load, 10_000),
            Baseline = ("200 remembered", static () => CoordinatorWorkload.Plain(_load)),
            Target = new() { Bytes = 0 },
        },
        new LiveMemoryRow(Group, "live memory after 1,000,000 items of 100 bytes, 200 remembered", 1_000_000, MegaByte),
    ];

    /// <summary>A coordinator that remembers so many operations.</summary>
    public static CoordinatorWorkload WithWindow(QueueLoad load, int operations) =>
        CoordinatorWorkload.Plain(load, new() { MaxConcurrency = load.Concurrency, MaxTrackedOperations = operations });
}
