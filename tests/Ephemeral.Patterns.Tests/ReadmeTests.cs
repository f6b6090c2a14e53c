using Ephemeral.Patterns.Tests.SignalingHttp;
using Microsoft.AspNetCore.Http;

namespace Ephemeral.Patterns.Tests;

/// <summary>The example of the package's page, which is taken from here.</summary>
public sealed class ReadmeTests : IDisposable
{
    private StringWriter Console { get; } = new();

    public void Dispose() => Console.Dispose();

    [Fact]
    public async Task Example_PrintsWhatThePageShows()
    {
        await using DownloadServer server = await DownloadServer.StartAsync(static context => context.Response.WriteAsync("hello"));
        HttpClient client = server.Client;
        InMemorySignalWindowStore store = new();
        InMemoryTelemetryClient telemetry = new();

        // snippet: PatternsReadme
        SignalSink sink = new();
        await using PersistentSignalWindow window = await PersistentSignalWindow.OpenAsync(sink, store);
        await using TelemetrySignalHandler handler = new(telemetry);
        using SignalLogWatcher watcher = new(sink, signal => Console.WriteLine($"watcher: {signal.Signal}"), "error.*");
        SignalAnomalyDetector detector = new(sink, "error.*", threshold: 2, window: TimeSpan.FromSeconds(10));
        SignalBasedCircuitBreaker breaker = new("error.api", threshold: 2, windowSize: TimeSpan.FromSeconds(30)) { SuccessSignal = "api.ok" };

        await using ControlledFanOut<Order, string> orders = new(order => order.Customer, SendAsync, maxGlobalConcurrency: 8, sink: sink);
        await orders.EnqueueAsync(new("Ann", Fails: true));
        await orders.EnqueueAsync(new("Ann", Fails: true));
        await orders.DrainAsync();
        Console.WriteLine($"anomalous: {detector.IsAnomalous()}, circuit: {breaker.GetState(sink)}, may enter: {breaker.TryEnter(sink)}");

        await using EphemeralWorkCoordinator<Order> held = SignalDrivenBackpressure.Create<Order>(SendAsync, sink);
        sink.Raise("backpressure.db");
        await held.EnqueueAsync(new("Bob"));
        Console.WriteLine($"held back: {held.PendingCount}");
        sink.Retract("backpressure.db");
        await held.FlushAsync();

        await using DynamicConcurrencyDemo<Order> demo = new(SendAsync, sink, minConcurrency: 2);
        sink.Raise("load.high");
        await using KeyedPriorityFanOut<Order, string> urgent = new(order => order.Customer, SendAsync, maxConcurrency: 4, maxPriorityDepth: 10);
        await using AdaptiveRateService<Order> service = new(SendAsync, sink: sink);
        await using ReactiveFanOutPipeline<Order> pipeline = new(stage2Work: SendAsync, preStageWork: CheckAsync, sink: sink);
        Console.WriteLine($"at a time: {demo.CurrentMaxConcurrency}, urgent: {await urgent.EnqueuePriorityAsync(new("Cid"))}");
        sink.Raise("rate-limit:5ms");
        await service.ProcessAsync(new("Dan")); // 5 milliseconds later
        await pipeline.EnqueueAsync(new("Eve"));
        await pipeline.DrainAsync();

        await using EphemeralWorkCoordinator<string> downloads = new(
            async (path, operation, ct) =>
            {
                using HttpRequestMessage request = new(HttpMethod.Get, path);
                await SignalingHttpClient.DownloadWithSignalsAsync(client, request, operation, ct);
            },
            new() { OnSignal = signal => handler.OnSignal(signal) });
        await downloads.EnqueueAsync("/hello");
        await downloads.FlushAsync();
        Console.WriteLine($"downloaded: {downloads.HasSignal("stage.completed")}");
        // end snippet

        await handler.FlushAsync().Within();
        Assert.Contains(telemetry.GetRecords(), static record => record.Properties["signal"] == "stage.completed");
        Assert.Equal(
            """
            watcher: error.api
            watcher: error.api
            anomalous: True, circuit: Open, may enter: False
            held back: 1
            at a time: 4, urgent: True
            downloaded: True

            """.ReplaceLineEndings("\n"),
            Console.ToString().ReplaceLineEndings("\n"));

        Task SendAsync(Order order, CancellationToken cancellationToken)
        {
            if (order.Fails) EphemeralOperation.Current!.Signal("error.api");
            return Task.CompletedTask;
        }

        Task CheckAsync(Order order, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed record Order(string Customer, bool Fails = false);
}
