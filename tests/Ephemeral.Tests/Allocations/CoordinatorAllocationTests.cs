namespace Ephemeral.Tests.Allocations;

/// <summary>Bytes that a coordinator adds to an item once it is warm: all threads counted, bodies that end at once.</summary>
[Collection("Allocations")]
public sealed class CoordinatorAllocationTests
{
    private const int Items = 100_000;

    private static readonly EphemeralOptions _options = new() { MaxConcurrency = 2, MaxOperationLifetime = null };

    [Fact]
    public async Task PlainBody_CostsNothing()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, _options);

        Assert.Equal(0, await BytesPerItemAsync(coordinator, item => coordinator.EnqueueAsync(item)));
    }

    [Fact]
    public async Task PlainBody_WithAgeLimit_CostsNothing()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { MaxConcurrency = 2 });

        Assert.Equal(0, await BytesPerItemAsync(coordinator, item => coordinator.EnqueueAsync(item)));
    }

    [Fact]
    public async Task KeyedBody_CostsNothing()
    {
        await using EphemeralKeyedWorkCoordinator<int, int> coordinator = new(static item => item % 1_000, static (_, _) => Task.CompletedTask, _options);

        Assert.Equal(0, await BytesPerItemAsync(coordinator, item => coordinator.EnqueueAsync(item)));
    }

    [Fact]
    public async Task LaneBody_CostsNothing()
    {
        string[] lanes = ["high", "normal", "low"];
        await using PriorityWorkCoordinator<int> coordinator = new(new(static (_, _) => Task.CompletedTask, [new("high"), new("normal"), new("low")], _options));

        Assert.Equal(0, await BytesPerItemAsync(coordinator, item => coordinator.EnqueueAsync(item, lanes[item % 3])));
    }

    [Fact]
    public async Task ForEach_CostsNextToNothing()
    {
        int[] items = new int[Items];
        await items.EphemeralForEachAsync(static (_, _) => Task.CompletedTask, _options).Within();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await items.EphemeralForEachAsync(static (_, _) => Task.CompletedTask, _options).Within();

        Assert.InRange((double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Items, 0, 16);
    }

    [Fact]
    public async Task BodyThatTakesItsOperation_CostsThatObject()
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _, _) => Task.CompletedTask, _options);

        Assert.InRange(await BytesPerItemAsync(coordinator, item => coordinator.EnqueueAsync(item)), 1, 120);
    }

    [Fact]
    public async Task AQuietGate_CostsNothing()
    {
        SignalSink sink = new();
        for (int i = 0; i < 1_000; i++) sink.Raise("present");
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new()
            {
                MaxConcurrency = 2,
                Signals = sink,
                CancelOnSignals = new HashSet<string> { "stop.*" },
                DeferOnSignals = new HashSet<string> { "slow", "busy.*" },
            });

        Assert.Equal(0, await BytesPerItemAsync(coordinator, item => coordinator.EnqueueAsync(item)));
    }

    /// <summary>The least of some rounds: tables grow a last time when the load happens to be higher than before.</summary>
    private static async Task<long> BytesPerItemAsync(CoordinatorBase coordinator, Func<int, ValueTask<long>> enqueue)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < Items; i++) await enqueue(i);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        return (long)Math.Round((double)least / Items);
    }
}
