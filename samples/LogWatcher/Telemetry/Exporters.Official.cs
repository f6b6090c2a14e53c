using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LogWatcher.Telemetry;

/// <summary>OpenTelemetry's own exporters, for <c>-p:OfficialExporters=true</c>.</summary>
internal static class Exporters
{
    public static MeterProviderBuilder AddExporters(this MeterProviderBuilder metrics) =>
        metrics.AddPrometheusExporter().AddConsoleExporter();

    public static TracerProviderBuilder AddExporters(this TracerProviderBuilder traces) => traces.AddConsoleExporter();

    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapPrometheusScrapingEndpoint();
}
