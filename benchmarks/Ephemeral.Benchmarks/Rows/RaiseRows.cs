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
        AgainstFloor("nobody listens", static () => SignalWorkloads.Raise(), new() { Ratio = 1.3, Bytes = 0 }),
        AgainstFloor("1 exact subscriber, passive", static () => SignalWorkloads.Raise(SignalWorkloads.OnePassive), new() { Ratio = 1.6, Bytes = 0 }),
        AgainstFloor("1 exact subscriber, a user's handler", static () => SignalWorkloads.Raise(SignalWorkloads.OneHandler), new() { Ratio = 2.0, Bytes = 0 }),
        AgainstOne("100 pattern subscribers, one matches", 100, 1.1),
        AgainstOne("10,000 pattern subscribers, one matches", 10_000, 1.2),
        AgainstFloor("1,000,000 distinct names, 10,000 pattern subscribers", Unseen, new() { Ratio = 5 }) with { Items = Items / 5 },
        new ComparisonRow(Group, "subscribe and dispose, 10,000 live", Items / 20)
        {
            Ours = static () => SignalWorkloads.SubscribeAndDispose(10_000),
            Baseline = ("10 live", static () => SignalWorkloads.SubscribeAndDispose(10)),
            Target = new() { Ratio = 2.0 },
        },
    ];

    private static Workload Unseen() => SignalWorkloads.DistinctNames(DistinctNames, patterns: 10_000);

    private static ComparisonRow AgainstFloor(string name, Func<Workload> ours, Target target) => new(Group, name, Items)
    {
        Ours = ours,
        Baseline = ("the floor", SignalWorkloads.Floor),
        Target = target,
    };

    private static ComparisonRow AgainstOne(string name, int patterns, double ratio) => new(Group, name, Items)
    {
        Ours = () => SignalWorkloads.Raise(SignalWorkloads.Patterns(patterns)),
        Baseline = ("1 exact subscriber", static () => SignalWorkloads.Raise(SignalWorkloads.OneHandler)),
        Target = new() { Ratio = ratio, Bytes = 0 },
    };
}
