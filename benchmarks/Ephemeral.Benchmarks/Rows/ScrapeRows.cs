using System.Globalization;
using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What a scrape takes. An attribute set is a counter and a histogram of 14 buckets: 18 samples.</summary>
internal static class ScrapeRows
{
    public const string Group = "scrape";
    private const int SetsInARound = 10_000;

    public static IEnumerable<Row> List() =>
    [
        Of(50, openMetrics: false, Target.None),
        Of(500, openMetrics: false, Target.None),
        Of(5_000, openMetrics: false, Target.None),
        Of(50, openMetrics: true, Target.None),
        Of(500, openMetrics: true, new() { Nanoseconds = 2_500_000, Bytes = 64 * 1024 }), // half the time of the official exporter
        Of(5_000, openMetrics: true, Target.None),
    ];

    private static ComparisonRow Of(int sets, bool openMetrics, Target target) =>
        new(Group, string.Create(CultureInfo.InvariantCulture, $"{(openMetrics ? "OpenMetrics with exemplars" : "text")}, {sets:#,0} sets"), SetsInARound / sets)
        {
            Ours = () => new ScrapeWorkload(sets, openMetrics),
            Baseline = ("collect only", () => new CollectWorkload(sets)),
            Target = target,
        };
}
