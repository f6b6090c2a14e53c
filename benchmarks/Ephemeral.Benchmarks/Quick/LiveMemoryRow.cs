using System.Globalization;

namespace Ephemeral.Benchmarks.Quick;

/// <summary>How much more memory is alive after many items than before: what a window keeps, and what it must not keep.</summary>
internal sealed record LiveMemoryRow(string Group, string Name, int Items, long MostBytes) : Row(Group, Name)
{
    private const int PayloadBytes = 100;
    private const int TrackedOperations = 200;
    private const int WarmUpItems = 10_000;

    public override async Task<RowResult> MeasureAsync(QuickOptions options)
    {
        await (await RunAsync(WarmUpItems)).DisposeAsync();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await using CoordinatorBase coordinator = await RunAsync(Items * options.Scale);
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        bool holds = grown <= MostBytes;
        string[] cells =
        [
            Name,
            "",
            "",
            "before",
            "",
            "",
            string.Create(CultureInfo.InvariantCulture, $"{grown / 1024.0:+0;-0;0} KB live"),
            string.Create(CultureInfo.InvariantCulture, $"≤ +{MostBytes / 1024} KB"),
            RowResult.Verdict(judged: true, timeHolds: true, holds),
        ];
        return new(Group, cells, !holds);
    }

    /// <summary>Runs items through a coordinator that lives on, with its window.</summary>
    private static async Task<CoordinatorBase> RunAsync(int items)
    {
        EphemeralWorkCoordinator<byte[]> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new() { MaxTrackedOperations = TrackedOperations });
        for (int i = 0; i < items; i++) await coordinator.EnqueueAsync(new byte[PayloadBytes]);
        coordinator.Complete();
        await coordinator.DrainAsync();
        return coordinator;
    }
}
