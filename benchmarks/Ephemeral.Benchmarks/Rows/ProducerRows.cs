using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What it costs when many producers meet at one queue.</summary>
internal static class ProducerRows
{
    public const string Group = "producers";
    private const int Items = 160_000;

    public static IEnumerable<Row> List()
    {
        foreach (int producers in new[] { 1, 4, 16 })
        {
            QueueLoad load = new(BodyKind.Sync, Concurrency: 4, producers);
            string name = $"sync body, concurrency 4, {producers} producer{(producers == 1 ? "" : "s")}";
            yield return new ComparisonRow(Group, name, Items)
            {
                Ours = () => CoordinatorWorkload.Plain(load),
                Baseline = ("ActionBlock", () => new ActionBlockWorkload(load)),
                Target = new() { Ratio = 1.0, Bytes = 0 },
            };
            yield return new ComparisonRow(Group, name, Items)
            {
                Ours = () => CoordinatorWorkload.Plain(load),
                Baseline = ("Channel", () => new ChannelWorkload(load)),
                Target = new() { Bytes = 0 },
            };
        }
    }
}
