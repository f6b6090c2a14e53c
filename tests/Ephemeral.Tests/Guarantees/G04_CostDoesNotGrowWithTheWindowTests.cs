using Ephemeral.Tests.Allocations;

namespace Ephemeral.Tests.Guarantees;

/// <summary>G4, the sink's part: what is asked for each item costs the same bytes whatever the sink holds.</summary>
[Collection("Allocations")]
public sealed class G04_CostDoesNotGrowWithTheWindowTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    public void RaiseDetectAndWatch_WithSignalsInTheSink_AllocateNothing(int signals)
    {
        SignalSink sink = new(maxCapacity: 20_000);
        for (int i = 0; i < signals; i++) sink.Raise($"noise.{i}");
        using var watch = sink.Watch("db.*", static _ => { });

        long bytes = AllocationMeter.BytesPerCall(() =>
        {
            sink.Raise("db.down");
            _ = watch.IsPresent && sink.Detect("db.down") && !sink.Detect("db.up");
            sink.Retract("db.down");
        });

        Assert.Equal(0, bytes);
        Assert.Equal(signals, sink.Count);
    }
}
