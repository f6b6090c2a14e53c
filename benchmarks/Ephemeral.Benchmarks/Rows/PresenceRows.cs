using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What it costs to ask whether a signal is present.</summary>
internal static class PresenceRows
{
    public const string Group = "presence";
    private const int Items = 1_000_000;
    private const int Many = 10_000;
    private const int Few = 100;
    private const string Absent = "order.lost";
    private const string Present = "order.50";

    public static IEnumerable<Row> List() =>
    [
        new ComparisonRow(Group, "Detect, absent, 10,000 in the window", Items)
        {
            Ours = static () => SignalWorkloads.Detect(Absent, Many),
            Baseline = ("dictionary look-up", static () => SignalWorkloads.LookUp(Absent, Many)),
            Target = new() { Nanoseconds = 50, Bytes = 0 },
        },
        new ComparisonRow(Group, "Detect, absent, 10,000 in the window", Items)
        {
            Ours = static () => SignalWorkloads.Detect(Absent, Many),
            Baseline = ("100 in the window", static () => SignalWorkloads.Detect(Absent, Few)),
            Target = new() { Ratio = 1.1, Bytes = 0 },
        },
        new ComparisonRow(Group, "Detect, present, 10,000 in the window", Items)
        {
            Ours = static () => SignalWorkloads.Detect(Present, Many),
            Baseline = ("the floor of a raise", SignalWorkloads.Floor),
            Target = new() { Ratio = 1.3, Bytes = 0 },
        },
    ];
}
