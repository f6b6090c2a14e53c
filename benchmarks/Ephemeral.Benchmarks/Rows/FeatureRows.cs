using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What one feature adds to an item that does without it otherwise.</summary>
internal static class FeatureRows
{
    public const string Group = "features";
    private const int Items = 200_000;
    private const int PresentSignals = 1_000;

    private static readonly QueueLoad _sync = new(BodyKind.Sync);
    private static readonly QueueLoad _yield = new(BodyKind.Yield);

    public static IEnumerable<Row> List() =>
    [
        With("body takes its operation", _sync, () => CoordinatorWorkload.WithOperation(_sync), new() { Ratio = 1.3, Bytes = 120 }),
        With("queue time measured, sync body", _sync, () => Observed(_sync), new() { Ratio = 1.5 }),
        With("queue time measured, yielding body", _yield, () => Observed(_yield), new() { Ratio = 1.2 }),
        With("quiet gate, 1,000 signals present", _sync, () => Gated(_sync), new() { Ratio = 1.1, Bytes = 0 }),
    ];

    /// <summary>An observer that wants to know how long items waited.</summary>
    public static CoordinatorWorkload Observed(QueueLoad load) =>
        CoordinatorWorkload.Plain(load, new() { MaxConcurrency = load.Concurrency, Observer = new TimingObserver() });

    /// <summary>Rules for signals of which none is present, though many others are.</summary>
    public static CoordinatorWorkload Gated(QueueLoad load)
    {
        SignalSink sink = new(maxAge: TimeSpan.FromDays(1));
        for (int i = 0; i < PresentSignals; i++) sink.Raise($"order.{i}");
        return CoordinatorWorkload.Plain(load, new()
        {
            MaxConcurrency = load.Concurrency,
            Signals = sink,
            CancelOnSignals = new HashSet<string> { "stop.*" },
            DeferOnSignals = new HashSet<string> { "db.down", "busy.*" },
        });
    }

    private static ComparisonRow With(string name, QueueLoad load, Func<Workload> ours, Target target) =>
        new(Group, $"{name}, concurrency {load.Concurrency}", Items)
        {
            Ours = ours,
            Baseline = ("ours without", () => CoordinatorWorkload.Plain(load)),
            Target = target,
        };
}
