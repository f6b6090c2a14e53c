using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Ephemeral.Logging.Tests;

public sealed class OpenTelemetrySideBySideTests
{
    [Fact]
    public async Task OneFactory_BothSeeEveryEventOnce_WithItsTraceAndOperation()
    {
        Collector collector = new();
        SignalSink sink = new(maxCapacity: 10_000);
        List<SignalLogPayload> payloads = [];
        sink.Subscribe(signal => payloads.Add((SignalLogPayload)signal.Payload!));
        using ILoggerFactory factory = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(LogLevel.Trace)
            .AddOpenTelemetry(options =>
            {
                options.IncludeScopes = true;
                options.IncludeFormattedMessage = true;
                options.AddProcessor(collector);
            })
            .AddSignals(sink, static options => options.MinimumLevel = LogLevel.Trace));
        ILogger logger = factory.CreateLogger("orders");
        LogLevel[] levels = [LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.Critical];
        using Activity activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        await using EphemeralKeyedWorkCoordinator<int, string> coordinator = new(
            static item => $"customer-{item}",
            (_, _) =>
            {
                foreach (LogLevel level in levels) logger.Log(level, new EventId(7, "Stored"), new InvalidOperationException("boom"), "Order {OrderId} at {Price:0.00}", 1, 1.5);
                return Task.CompletedTask;
            },
            new() { Name = "checkout", MaxConcurrency = 1 });

        using (logger.BeginScope(new Dictionary<string, object?> { ["Tenant"] = "north" })) logger.LogError("outside");
        long id = await coordinator.EnqueueAsync(7, TestContext.Current.CancellationToken);
        await coordinator.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal(7, payloads.Count);
        Assert.Equal(collector.Records.Select(static one => one.Message), payloads.Select(static one => one.Message));
        Assert.Equal(collector.Records.Select(static one => one.TraceId), payloads.Select(static one => one.TraceId ?? default(ActivityTraceId).ToHexString()));
        Assert.Equal(collector.Records.Select(static one => one.Scopes), payloads.Select(static one => TextOf(one.ScopeProperties)));
        Assert.Equal((activity.TraceId.ToHexString(), "Tenant=north"), (payloads[0].TraceId, collector.Records[0].Scopes));
        Assert.Equal($"Coordinator=checkout OperationId={id} OperationKey=customer-7", collector.Records[^1].Scopes);
        Assert.Equal("Order 1 at 1.50", collector.Records[^1].Message);
    }

    private static string TextOf<TValue>(IEnumerable<KeyValuePair<string, TValue>> properties) =>
        string.Join(' ', properties.Select(static one => $"{one.Key}={one.Value}").Order(StringComparer.Ordinal));

    private sealed class Collector : BaseProcessor<LogRecord>
    {
        public List<(string? Message, string TraceId, string Scopes)> Records { get; } = [];

        public override void OnEnd(LogRecord data)
        {
            List<KeyValuePair<string, object?>> scopes = [];
            data.ForEachScope(
                static (scope, list) =>
                {
                    foreach (KeyValuePair<string, object?> property in scope) list.Add(property);
                },
                scopes);
            Records.Add((data.FormattedMessage, data.TraceId.ToHexString(), TextOf(scopes)));
        }
    }
}
