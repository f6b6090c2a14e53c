using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Ephemeral.Telemetry.Tests.Traces;

/// <summary>What a body logs belongs to its operation.</summary>
[Collection(ProcessWide.Name)]
public class LogTests
{
    [Fact]
    public async Task ALogInsideABody_CarriesTheOperationsTraceAndSpan()
    {
        using SpanRecorder spans = new();
        ExportedLogs exported = new();
        using ILoggerFactory loggers = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options => options.AddProcessor(new SimpleLogRecordExportProcessor(exported))));
        ILogger log = loggers.CreateLogger("Shop");
        using Activity caller = Caller.Start();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            async (item, _) =>
            {
                await Task.Yield();
                log.LogWarning("Item {Item}", item);
            },
            new() { Name = "logs" });

        await coordinator.EnqueueAsync(7).Within();
        await coordinator.CompleteAndDrainAsync();

        Activity span = Assert.Single(spans.Recorded);
        Assert.Equal([(span.TraceId, span.SpanId)], exported.Contexts);
        Assert.NotEqual(caller.TraceId, span.TraceId);
    }

    private sealed class ExportedLogs : BaseExporter<LogRecord>
    {
        public List<(ActivityTraceId Trace, ActivitySpanId Span)> Contexts { get; } = [];

        public override ExportResult Export(in Batch<LogRecord> batch)
        {
            foreach (LogRecord record in batch) Contexts.Add((record.TraceId, record.SpanId));
            return ExportResult.Success;
        }
    }
}
