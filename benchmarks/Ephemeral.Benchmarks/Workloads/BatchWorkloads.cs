using System.Threading.Tasks.Dataflow;
using Ephemeral.Atoms;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Items in batches of a hundred.</summary>
internal static class BatchWorkloads
{
    private const int Size = 100;

    private static long _seen;

    public static Workload Ours()
    {
        BatchingAtom<int> atom = new(Take, Size, TimeSpan.FromHours(1));
        return new AsyncLoopWorkload(async items =>
        {
            for (int i = 0; i < items; i++) await atom.AddAsync(i);
            await atom.DrainAsync();
        });
    }

    /// <summary>Batches of TPL Dataflow, made anew for each run, since their end is the only way to wait for them. They keep no time.</summary>
    public static Workload BatchBlocks() => new AsyncLoopWorkload(static async items =>
    {
        BatchBlock<int> batches = new(Size, new() { BoundedCapacity = 64 * Size });
        ActionBlock<int[]> process = new(static batch => Take(batch, CancellationToken.None), new() { BoundedCapacity = 64 });
        using IDisposable link = batches.LinkTo(process, new() { PropagateCompletion = true });
        for (int i = 0; i < items; i++) await batches.SendAsync(i);
        batches.Complete();
        await process.Completion;
    });

    private static Task Take(IReadOnlyList<int> batch, CancellationToken cancellationToken)
    {
        _seen += batch.Count;
        return Task.CompletedTask;
    }
}
