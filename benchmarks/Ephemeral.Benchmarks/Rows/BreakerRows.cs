using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What it costs to ask a circuit breaker, against a call through Polly's.</summary>
internal static class BreakerRows
{
    public const string Group = "breaker";
    private const int Items = 500_000;
    private const int Few = 50_000;

    public static IEnumerable<Row> List() =>
    [
        new ComparisonRow(Group, "TryEnter, no failure among 900 signals", Items)
        {
            Ours = static () => BreakerWorkloads.Ours(failures: 0),
            Baseline = ("Polly, empty call", BreakerWorkloads.Polly),
            Target = new() { Ratio = 1.0, Bytes = 0 },
        },
        new ComparisonRow(Group, "TryEnter, 4 failures of 5", Items)
        {
            Ours = static () => BreakerWorkloads.Ours(failures: 4),
            Baseline = ("Polly, empty call", BreakerWorkloads.Polly),
            Target = new() { Bytes = 0 },
        },
        new ComparisonRow(Group, "TryEnter, open", Few)
        {
            Ours = static () => BreakerWorkloads.Ours(failures: 5),
            Baseline = ("closed", static () => BreakerWorkloads.Ours(failures: 0)),
        },
    ];
}
