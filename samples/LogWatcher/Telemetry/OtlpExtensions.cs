using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LogWatcher.Telemetry;

/// <summary>Sends everything to one OTLP receiver, as HTTP with protobuf.</summary>
internal static class OtlpExtensions
{
    /// <summary>Adds an exporter for each kind of telemetry.</summary>
    /// <param name="telemetry">What is exported.</param>
    /// <param name="receiver">The receiver's address, to which the paths of the protocol are appended.</param>
    public static void SendTo(this IOpenTelemetryBuilder telemetry, Uri receiver) => telemetry
        .WithMetrics(metrics => metrics.AddOtlpExporter(options => Configure(options, receiver, "metrics")))
        .WithTracing(traces => traces.AddOtlpExporter(options => Configure(options, receiver, "traces")))
        .WithLogging(logs => logs.AddOtlpExporter(options => Configure(options, receiver, "logs")));

    private static void Configure(OtlpExporterOptions options, Uri receiver, string kind)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new($"{receiver.GetLeftPart(UriPartial.Path).TrimEnd('/')}/v1/{kind}");
    }
}
