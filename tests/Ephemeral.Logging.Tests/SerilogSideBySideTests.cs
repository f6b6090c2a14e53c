using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using ILogger = Microsoft.Extensions.Logging.ILogger;

namespace Ephemeral.Logging.Tests;

public sealed partial class SerilogSideBySideTests
{
    [Fact]
    public void OneFactory_BothSeeEveryEventOnce()
    {
        Collector collector = new();
        SignalSink sink = new(maxCapacity: 10_000);
        List<SignalLogPayload> payloads = [];
        sink.Subscribe(signal => payloads.Add((SignalLogPayload)signal.Payload!));
        using Logger serilog = new LoggerConfiguration().MinimumLevel.Verbose().Enrich.FromLogContext().WriteTo.Sink(collector).CreateLogger();
        using ILoggerFactory factory = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(LogLevel.Trace)
            .AddSerilog(serilog)
            .AddSignals(sink, static options => options.MinimumLevel = LogLevel.Trace));
        ILogger logger = factory.CreateLogger("orders");
        LogLevel[] levels = [LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.Critical];

        using (logger.BeginScope(new Dictionary<string, object> { ["Tenant"] = "north" }))
        {
            for (int i = 0; i < 100; i++)
                foreach (LogLevel level in levels) logger.Log(level, new EventId(7, "Stored"), "Order {OrderId} at {Price:0.00}", i, 1.5);
            Stored(logger, 42, "late");
        }

        Assert.Equal(601, collector.Events.Count);
        Assert.Equal(collector.Events.Select(static one => one.RenderMessage(System.Globalization.CultureInfo.InvariantCulture).Replace("\"", "", StringComparison.Ordinal)), payloads.Select(static one => one.Message));
        Assert.Equal(collector.Events.Select(static one => one.MessageTemplate.Text), payloads.Select(static one => one.MessageTemplate));
        Assert.All(payloads, static one => Assert.Equal("north", one.ScopeProperties["Tenant"]));
        Assert.Equal("Order 42 is late", payloads[^1].Message);
        Assert.Equal(42, payloads[^1].Properties["OrderId"]);
    }

    [LoggerMessage(EventId = 9, Level = LogLevel.Error, Message = "Order {OrderId} is {How}")]
    private static partial void Stored(ILogger logger, int orderId, string how);

    private sealed class Collector : ILogEventSink
    {
        public List<LogEvent> Events { get; } = [];

        public void Emit(LogEvent logEvent) => Events.Add(logEvent);
    }
}
