namespace Ephemeral.Tests.Guarantees;

/// <summary>G13: a reader never misses a signal that is present throughout.</summary>
public sealed class G13_ReaderNeverMissesAPresentSignalTests
{
    [Fact]
    public async Task Readers_WhileOthersRaiseAndRetract_AlwaysSeeIt()
    {
        SignalSink sink = new(maxCapacity: 40_000, maxAge: TimeSpan.FromHours(1));
        sink.Raise("present.throughout");
        using var watch = sink.Watch("present.*", static _ => { });
        using CancellationTokenSource ended = new();

        Task writers = Task.WhenAll(Enumerable.Range(0, 2).Select(writer => Task.Run(() =>
        {
            for (int i = 0; i < 50_000; i++)
            {
                string name = $"noise.{writer}.{i % 1_500}";
                sink.Raise(name);
                if (i % 3 != 0) sink.Retract(name);
            }
        })));
        Task<int> reader = Task.Run(() =>
        {
            int missed = 0;
            for (int reads = 0; reads < 2_000 || !ended.IsCancellationRequested; reads++)
            {
                if (!sink.Detect("present.throughout") || !watch.IsPresent || !sink.HasMatching("present.throughout")) missed++;
                if (reads % 50 == 0 && !sink.Sense().Any(static signal => signal.Is("present.throughout"))) missed++;
            }

            return missed;
        });
        await writers.Within();
        await ended.CancelAsync();

        Assert.Equal(0, await reader.Within());
        Assert.Equal(0, sink.DroppedCount);
    }
}
