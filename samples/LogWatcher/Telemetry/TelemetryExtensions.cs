using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LogWatcher.Telemetry;

/// <summary>Measures the coordinators, the signals and the log.</summary>
internal static class TelemetryExtensions
{
    private const string LoggingMeter = "Ephemeral.Logging";

    /// <summary>Adds metrics and traces. Call it before other hosted services are added.</summary>
    public static void AddTelemetry(this IServiceCollection services)
    {
        new OpenTelemetryServices(services)
            .ConfigureResource(resource => resource.AddService(nameof(LogWatcher)))
            .WithMetrics(metrics => metrics
                .AddEphemeralInstrumentation()
                .AddMeter(LoggingMeter)
                .SetExemplarFilter(ExemplarFilterType.TraceBased)
                .AddExporters())
            .WithTracing(traces => traces.AddEphemeralInstrumentation().AddExporters());
        services.AddHostedService<TelemetryStart>();
    }
}
