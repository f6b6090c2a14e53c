using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Incidents;

/// <summary>The sizes that incidents are for. They run alone: one of them looks at live memory.</summary>
[Collection("Allocations")]
public sealed class ManyFaultsTests
{
    private const int Threads = 8;

    [Fact]
    public async Task AMillionIdenticalErrors_FromEightThreads_AreOneIncident_CountedExactly_InFlatMemory()
    {
        const int Each = 125_000;
        SignalSink sink = new();
        List<string> announced = [];
        sink.Subscribe("incident.*", signal => announced.Add(signal.Signal));
        using SignalLoggerProvider provider = new(sink);
        using IncidentTracker tracker = new(sink);
        using ILoggerFactory factory = LoggerFactory.Create(builder => builder.AddProvider(provider));
        ILogger logger = factory.CreateLogger("orders");
        Exception error = Thrown.Here();
        await StormAsync(logger, error, 5_000);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        await StormAsync(logger, error, Each - 5_000);

        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Incident incident = Assert.Single(tracker.GetIncidents());
        Assert.Equal(Threads * Each, incident.Count);
        Assert.Equal(["incident.opened"], announced);
        Assert.Equal((0, 0), (provider.Dropped, provider.Suppressed));
        Assert.InRange(grown, long.MinValue, 2_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"grown by {grown} B");
    }

    [Fact]
    public void LargeRecords_AreKeptAsTheTextThatIsShown()
    {
        SignalSink sink = new();
        using SignalLoggerProvider provider = new(new TypedSignalSink<SignalLogPayload>(sink, maxCapacity: 1)); // whose window is not what is measured
        using IncidentTracker tracker = new(sink);
        ILogger logger = provider.CreateLogger("orders");
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int fault = 1; fault <= 20; fault++)
            for (int i = 0; i < 10; i++) logger.LogError(new EventId(fault), "failed: {Text}", new string('x', 100_000));

        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        IReadOnlyList<Incident> incidents = tracker.GetIncidents();
        Assert.Equal((20, 10L), (incidents.Count, incidents[0].Count));
        Assert.All(incidents.SelectMany(static incident => incident.Occurrences), static one => Assert.StartsWith("failed: xxx", one.Message, StringComparison.Ordinal));
        Assert.InRange(grown, long.MinValue, 8_000_000); // 40 million if they were kept whole
    }

    [Fact]
    public async Task TenThousandFaultsAtOnce_AreAThousandIncidentsAndOneOverflow_WithTheRightSum()
    {
        const int Faults = 10_000;
        SignalSink sink = new();
        using SignalLoggerProvider provider = new(sink);
        using IncidentTracker tracker = new(sink);
        ILogger logger = provider.CreateLogger("orders");

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (int fault = 0; fault < Faults; fault++) logger.LogError(new EventId(fault + 1), "failed");
        }))).Within();

        IReadOnlyList<Incident> incidents = tracker.GetIncidents();
        Assert.Equal(1_001, incidents.Count);
        Assert.Equal(Threads * Faults, incidents.Sum(static incident => incident.Count));
        Assert.Single(incidents, static incident => incident.FoldedFaults > 0);
        Assert.Equal(0, tracker.DroppedAnnouncements);
    }

    private static Task StormAsync(ILogger logger, Exception error, int each) => Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
    {
        for (int i = 0; i < each; i++) logger.LogError(error, "Order {Id} of {Thread} failed", i, thread);
    }))).WaitAsync(TimeSpan.FromMinutes(2));
}
