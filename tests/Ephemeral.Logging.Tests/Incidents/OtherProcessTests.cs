using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Incidents;

/// <summary>What has to hold between two processes.</summary>
public sealed class OtherProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ephemeral-incidents-");

    private string File => Path.Combine(_folder.FullName, "incidents");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Fingerprints_AreTheSameInAnotherProcess()
    {
        using Process other = OtherProcess.Start($"{typeof(OtherProcessTests).FullName}.{nameof(Other_WritesFingerprints)}", File);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal(Fingerprints(), await System.IO.File.ReadAllLinesAsync(File, TestContext.Current.CancellationToken));
        Assert.Equal(4, Fingerprints().Distinct().Count());
    }

    [Fact]
    public void Other_WritesFingerprints()
    {
        if (OtherProcess.Argument is { } file) System.IO.File.WriteAllLines(file, Fingerprints());
    }

    [Fact]
    public async Task ProcessKilledInAStorm_AfterARestartCountsGoOn_AndNothingOpensTwice()
    {
        using (Process other = OtherProcess.Start($"{typeof(OtherProcessTests).FullName}.{nameof(Other_Storms)}", File))
        {
            FileStore seen = new(File);
            await Eventually.Async(_ => Task.FromResult(seen.Sum() > 10_000), TimeSpan.FromSeconds(60), "the other process to store its counts");
            other.Kill();
            await other.WaitForExitAsync(TestContext.Current.CancellationToken).Within();
        }

        FileStore store = new(File);
        long stored = store.Sum();
        SignalSink sink = new();
        List<string> announced = [];
        sink.Subscribe("incident.*", signal => announced.Add(signal.Signal));
        using SignalLoggerProvider provider = new(sink);
        await using IncidentTracker tracker = new(sink, new(), store);
        await tracker.WaitUntilRestoredAsync(TestContext.Current.CancellationToken).Within();
        ILogger logger = provider.CreateLogger("orders");
        for (int i = 0; i < 300; i++) logger.LogError(new EventId((i % 3) + 1), "Order {Id} failed", i);

        Assert.Equal(3, tracker.GetIncidents().Count);
        Assert.Equal(stored + 300, tracker.GetIncidents().Sum(static incident => incident.Count));
        Assert.Empty(announced);
        Assert.Equal(0, tracker.StoreFailures);
    }

    [Fact]
    public async Task Other_Storms()
    {
        if (OtherProcess.Argument is not { } file) return;
        SignalSink sink = new();
        using SignalLoggerProvider provider = new(sink);
        await using IncidentTracker tracker = new(sink, new(), new FileStore(file));
        ILogger logger = provider.CreateLogger("orders");
        for (int i = 0; i < int.MaxValue; i++) logger.LogError(new EventId((i % 3) + 1), "Order {Id} failed", i);
    }

    private static List<string> Fingerprints() =>
    [
        IncidentFingerprint.Of(Payload(new EventId(1, "DbFailure"), null)),
        IncidentFingerprint.Of(Payload(new EventId(2), null)),
        IncidentFingerprint.Of(Payload(default, Thrown.Here())),
        IncidentFingerprint.Of(Payload(default, Thrown.There())),
    ];

    private static SignalLogPayload Payload(EventId eventId, Exception? error) =>
        new("Order 1 failed", eventId, "orders", LogLevel.Error, error?.GetType().FullName) { MessageTemplate = "Order {Id} failed", Exception = error };
}
