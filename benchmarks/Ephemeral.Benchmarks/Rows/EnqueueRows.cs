using Ephemeral.Benchmarks.Quick;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>What an item costs from enqueue to done, against queues that track nothing.</summary>
internal static class EnqueueRows
{
    public const string Group = "enqueue";
    private const int Items = 200_000;

    public static IEnumerable<Row> List()
    {
        foreach (int concurrency in new[] { 8, 4, 1 })
        {
            QueueLoad load = new(BodyKind.Sync, concurrency);
            Target block = new() { Ratio = concurrency == 1 ? null : 1.0, Bytes = 0 };
            Target channel = new() { Ratio = concurrency == 1 ? 2.5 : 1.5, Bytes = 0 };
            yield return Against("ActionBlock", load, static load => new ActionBlockWorkload(load), block);
            yield return Against("Channel", load, static load => new ChannelWorkload(load), channel);
        }

        Target yielding = new() { Bytes = 8, BytesBeyond = BodyAlone.Yielding };
        foreach (int concurrency in new[] { 8, 4, 1 })
        {
            QueueLoad load = new(BodyKind.Yield, concurrency);
            yield return Against("ActionBlock", load, static load => new ActionBlockWorkload(load), yielding with { Ratio = 1.0 });
            yield return Against("Channel", load, static load => new ChannelWorkload(load), yielding with { Ratio = 1.8 });
        }
    }

    private static ComparisonRow Against(string name, QueueLoad load, Func<QueueLoad, Workload> baseline, Target target) =>
        new(Group, $"{Names.Of(load.Body)} body, concurrency {load.Concurrency}", Items)
        {
            Ours = () => CoordinatorWorkload.Plain(load),
            Baseline = (name, () => baseline(load)),
            Target = target,
        };
}
