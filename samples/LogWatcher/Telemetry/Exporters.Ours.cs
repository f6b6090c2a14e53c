using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LogWatcher.Telemetry;

/// <summary>The suite's own Prometheus exporter. With the MSBuild property OfficialExporters, Exporters.Official.cs takes its place.</summary>
internal static class Exporters
{
    public static MeterProviderBuilder AddExporters(this MeterProviderBuilder metrics) => metrics.AddEphemeralPrometheusExporter();

    /// <summary>Adds none: spans serve the exemplars of the metrics.</summary>
    public static TracerProviderBuilder AddExporters(this TracerProviderBuilder traces) => traces;

    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapEphemeralPrometheus();
}
