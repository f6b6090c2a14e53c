using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What a log call costs the thread that logs.</summary>
internal static class LogRows
{
    public const string Group = "logging";
    private const int Items = 100_000;
    private const int Storm = 1_000_000;

    public static IEnumerable<Row> List() =>
    [
        AgainstSerilog("an error with two arguments becomes a signal", static () => LogWorkload.Signals()) with { Target = new() { Ratio = 0.5, Bytes = 400 } },
        AgainstSerilog("the same, counted as an incident", static () => LogWorkload.Incidents()) with { Target = new() { Nanoseconds = 2_000, Bytes = 400 } },
        new ComparisonRow(Group, "the same, its level disabled by a filter", Items * 10)
        {
            Ours = static () => LogWorkload.Disabled(),
            Baseline = ("no provider", static () => LogWorkload.NoProvider()),
            Target = new() { Ratio = 1.2 },
        },
        new ComparisonRow(Group, "a storm from 8 threads, one incident", Storm)
        {
            Ours = static () => LogWorkload.Storm(threads: 8),
            Baseline = ("from one thread", static () => LogWorkload.Storm(threads: 1)),
            Target = new() { Nanoseconds = 2_000, Bytes = 400 },
        },
        new ComparisonRow(Group, "the same, every queue full and the store stuck", Items)
        {
            Ours = static () => LogWorkload.EveryQueueFull(),
            Baseline = ("nothing full", static () => LogWorkload.Incidents()),
            Target = new() { Nanoseconds = 2_000 },
        },
    ];

    private static ComparisonRow AgainstSerilog(string name, Func<Workload> ours) => new(Group, name, Items)
    {
        Ours = ours,
        Baseline = ("Serilog, to nobody", static () => LogWorkload.Serilog()),
    };
}
