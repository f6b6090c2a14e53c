using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What a raise costs, against the least that it can cost.</summary>
internal static class RaiseRows
{
    public const string Group = "raise";
    private const int Items = 500_000;
    private const int DistinctNames = 1_000_000;

    public static IEnumerable<Row> List() =>
    [
        AgainstFloor("nobody listens", static () => SignalWorkloads.Raise(), 1.3),
        AgainstFloor("1 exact subscriber, passive", static () => SignalWorkloads.Raise(SignalWorkloads.OnePassive), 1.6),
        AgainstFloor("1 exact subscriber, a user's handler", static () => SignalWorkloads.Raise(SignalWorkloads.OneHandler), 2.0),
        AgainstOne("100 pattern subscribers, one matches", 100, 1.1),
        AgainstOne("10,000 pattern subscribers, one matches", 10_000, 1.2),
        AgainstFloor("1,000,000 distinct names, 10,000 pattern subscribers", Unseen, 5.0, bytes: null) with { Items = Items / 5 },
        new ComparisonRow(Group, "subscribe and dispose, 10,000 live", Items / 20)
        {
            Ours = static () => SignalWorkloads.SubscribeAndDispose(10_000),
            Baseline = ("10 live", static () => SignalWorkloads.SubscribeAndDispose(10)),
            Target = new() { Ratio = 2.0 },
        },
    ];

    private static Workload Unseen() => SignalWorkloads.DistinctNames(DistinctNames, patterns: 10_000);

    private static ComparisonRow AgainstFloor(string name, Func<Workload> ours, double ratio, double? bytes = 0) => new(Group, name, Items)
    {
        Ours = ours,
        Baseline = ("the floor", SignalWorkloads.Floor),
        Target = new() { Ratio = ratio, Bytes = bytes },
    };

    private static ComparisonRow AgainstOne(string name, int patterns, double ratio) => new(Group, name, Items)
    {
        Ours = () => SignalWorkloads.Raise(SignalWorkloads.Patterns(patterns)),
        Baseline = ("1 exact subscriber", static () => SignalWorkloads.Raise(SignalWorkloads.OneHandler)),
        Target = new() { Ratio = ratio, Bytes = 0 },
    };
}
