using Ephemeral.Tests.Allocations;

namespace Ephemeral.Tests.Guarantees;

/// <summary>G4: what an item costs does not depend on how many signals the sink holds.</summary>
[Collection("Allocations")]
public sealed class G04_CoordinatorCostTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    public async Task AnItemThroughAGate_CostsTheSame_HoweverManySignalsAreHeld(int signals)
    {
        SignalSink sink = new(maxCapacity: 20_000);
        for (int i = 0; i < signals; i++) sink.Raise($"present.{i % 100}");
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new()
            {
                MaxConcurrency = 1,
                QueueCapacity = 1_000, // a worker that lags must not make the queue grow while it is measured
                FullMode = QueueFullMode.DropOldest,
                Signals = sink,
                CancelOnSignals = new HashSet<string> { "stop.*" },
                DeferOnSignals = new HashSet<string> { "slow" },
            });
        for (int i = 0; i < 10_000; i++) await coordinator.EnqueueAsync(i);

        Assert.Equal(0, AllocationMeter.BytesPerCall(() => coordinator.TryEnqueue(1)));
        Assert.Equal(0, AllocationMeter.BytesPerCall(() => coordinator.HasSignal("slow")));
    }
}
