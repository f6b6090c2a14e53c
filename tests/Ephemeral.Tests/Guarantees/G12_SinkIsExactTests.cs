namespace Ephemeral.Tests.Guarantees;

/// <summary>G12: the sink loses no live signal, never exceeds its capacity, never shows an expired signal.</summary>
public sealed class G12_SinkIsExactTests
{
    [Fact]
    public void LiveSignals_UnderRetractions_AreNeverLost()
    {
        SignalSink sink = new(maxCapacity: 1_000, timeProvider: new ManualTimeProvider());
        for (int i = 0; i < 500; i++) sink.Raise($"keep.{i}");

        for (int i = 0; i < 100_000; i++)
        {
            sink.Raise("passing");
            Assert.Equal(1, sink.Retract("passing"));
        }

        Assert.Equal(Enumerable.Range(0, 500).Select(static i => $"keep.{i}"), sink.Sense().Select(static signal => signal.Signal));
        Assert.Equal(0, sink.DroppedCount);
    }

    [Fact]
    public async Task Capacity_UnderParallelRaisers_IsNeverExceeded()
    {
        const int Raisers = 4;
        const int Each = 20_000;
        SignalSink sink = new(maxCapacity: 1_000);

        await Task.WhenAll(Enumerable.Range(0, Raisers).Select(raiser => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                sink.Raise($"{raiser}.{i % 50}");
                if (i % 100 == 0) Assert.InRange(sink.Count, 1, 1_000);
            }
        }))).Within();

        Assert.Equal(1_000, sink.Count);
        Assert.Equal(1_000, sink.Sense().Count);
        Assert.Equal((Raisers * Each) - 1_000, sink.DroppedCount);
    }

    [Fact]
    public void Expiry_IsExactAtEveryRead()
    {
        ManualTimeProvider time = new();
        SignalSink sink = new(maxAge: TimeSpan.FromMilliseconds(100), timeProvider: time);
        sink.Raise(new SignalEvent("a", 7, "k", default));

        time.Advance(TimeSpan.FromMilliseconds(100) - TimeSpan.FromTicks(1));
        Assert.Equal(Enumerable.Repeat(true, 7), Reads(sink));

        time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(Enumerable.Repeat(false, 7), Reads(sink));
        Assert.Equal(0, sink.Retract("a"));
    }

    [Fact]
    public void RetractedSignals_LeaveNoHolesInTheCapacity()
    {
        SignalSink sink = new(maxCapacity: 10, timeProvider: new ManualTimeProvider());
        for (int i = 0; i < 10; i++) sink.Raise($"s{i}");
        for (int i = 1; i < 10; i += 2) sink.Retract($"s{i}");
        for (int i = 0; i < 5; i++) sink.Raise($"t{i}");

        Assert.Equal(["s0", "s2", "s4", "s6", "s8", "t0", "t1", "t2", "t3", "t4"], sink.Sense().Select(static signal => signal.Signal));
    }

    private static bool[] Reads(SignalSink sink) =>
    [
        sink.Count == 1, sink.Sense().Count == 1, sink.Detect("a"), sink.HasMatching("*"), sink.GetOp(7) is not null,
        sink.CountRecentExact("a", default) == 1, sink.CountRecentByPrefix("", default) == 1,
    ];
}
