namespace Ephemeral.Patterns.Tests.Telemetry;

public sealed class TelemetrySignalHandlerTests
{
    private readonly InMemoryTelemetryClient _client = new();

    [Fact]
    public async Task EverySignalIsAnEvent_ErrorsAreExceptions_AndPerfIsAMetric()
    {
        await using TelemetrySignalHandler handler = new(_client);
        DateTimeOffset time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        foreach (string name in (string[])["order.saved", "error.db", "perf.query:12.5", "perf.tick"])
        {
            Assert.True(handler.OnSignal(new(name, 5, name == "error.db" ? "7" : null, time)));
            await handler.FlushAsync().Within(); // one after the other, for the order of the records
        }

        IReadOnlyList<TelemetryRecord> records = _client.GetRecords();
        Assert.Equal(
            ["event EphemeralSignal", "event EphemeralSignal", "exception error.db", "event EphemeralSignal", "metric perf.query 12.5", "event EphemeralSignal", "metric perf.tick 1"],
            records.Select(static record => FormattableString.Invariant($"{record.Kind} {record.Name} {record.Value}").TrimEnd()));
        Assert.Equal(
            new Dictionary<string, string> { ["signal"] = "error.db", ["operationId"] = "5", ["timestamp"] = "2026-01-02T03:04:05.0000000+00:00", ["key"] = "7" },
            records[1].Properties);
        Assert.False(records[0].Properties.ContainsKey("key"));
    }

    [Theory]
    [InlineData("perf.query:")]
    [InlineData("perf.query:fast")]
    [InlineData("perf.query:NaN")]
    [InlineData("perf.query:1e999")]
    public async Task AValueThatCannotBeRead_IsNoMetric_AndCounted(string signal)
    {
        await using TelemetrySignalHandler handler = new(_client);
        handler.OnSignal(new(signal, 1, null, default));
        await handler.FlushAsync().Within();

        Assert.Equal("event", Assert.Single(_client.GetRecords()).Kind);
        Assert.Equal(1, handler.IgnoredSignals);
    }

    [Fact]
    public async Task AClientThatThrows_LosesNothingElse()
    {
        FlakyClient client = new();
        await using TelemetrySignalHandler handler = new(client);
        for (int i = 0; i < 10; i++) handler.OnSignal(new("error.db", i + 1, null, default));
        await handler.FlushAsync().Within();

        Assert.Equal((10, 10L, 10L), (client.Exceptions, handler.CallbackFailures, handler.ProcessedCount));
    }

    [Fact]
    public async Task AClientThatHangs_IsBounded_AndDisposeEndsIt()
    {
        ManualTimeProvider time = new();
        Gate gate = new();
        TelemetrySignalHandler handler = new(new HangingClient(gate), time);
        for (int i = 0; i < 6_000; i++) handler.OnSignal(new("a", i + 1, null, default));
        await gate.Reached;
        Assert.InRange(handler.DroppedCount, 900, 1_000);
        Assert.InRange(handler.QueuedCount, 4_990, 5_000);

        await handler.DisposeAsync().AsTask().Within();

        Assert.False(handler.OnSignal(new("a", 1, null, default)));
        Assert.Equal(6_000, handler.DroppedCount + handler.ProcessedCount);
    }

    [Fact]
    public async Task ItTakesSignalsOfACoordinator()
    {
        await using TelemetrySignalHandler handler = new(_client);
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, operation, _) =>
            {
                operation.Signal("error.db");
                return Task.CompletedTask;
            },
            new() { OnSignal = signal => handler.OnSignal(signal) });
        long id = await coordinator.EnqueueAsync(1);
        await coordinator.FlushAsync().Within();
        await handler.FlushAsync().Within();

        Assert.Equal(["event", "exception"], _client.GetRecords().Select(static record => record.Kind));
        Assert.Equal($"{id}", _client.GetRecords()[0].Properties["operationId"]);
    }

    [Fact]
    public async Task TheClientInMemory_KeepsTheNewest()
    {
        InMemoryTelemetryClient client = new(capacity: 2);
        for (int i = 0; i < 5; i++) await client.TrackEventAsync($"{i}", new Dictionary<string, string>(), default);

        Assert.Equal(["3", "4"], client.GetRecords().Select(static record => record.Name));
        Assert.Equal(3, client.DroppedCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemoryTelemetryClient(0));
        Assert.Throws<ArgumentNullException>(() => new TelemetrySignalHandler(null!));
    }

    private sealed class FlakyClient : ITelemetryClient
    {
        private int _exceptions;

        public int Exceptions => _exceptions;

        public Task TrackEventAsync(string name, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => throw new IOException("down");

        public Task TrackExceptionAsync(string message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _exceptions);
            return Task.CompletedTask;
        }

        public Task TrackMetricAsync(string name, double value, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class HangingClient(Gate gate) : ITelemetryClient
    {
        public Task TrackEventAsync(string name, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => gate.WaitAsync(cancellationToken);

        public Task TrackExceptionAsync(string message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task TrackMetricAsync(string name, double value, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
