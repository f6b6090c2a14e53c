using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LogWatcher.Telemetry;

/// <summary>Measures the coordinators, the signals and the log.</summary>
internal static class TelemetryExtensions
{
    private const string Requests = "Microsoft.AspNetCore";

    /// <summary>Adds metrics and traces. Call it before other hosted services are added.</summary>
    /// <param name="services">The services.</param>
    /// <param name="otlp">Where they are sent too, and logs with them; null for nowhere.</param>
    public static void AddTelemetry(this IServiceCollection services, Uri? otlp)
    {
        IOpenTelemetryBuilder telemetry = new OpenTelemetryServices(services)
            .ConfigureResource(resource => resource.AddService(nameof(LogWatcher)))
            .WithMetrics(metrics => metrics
                .AddEphemeralInstrumentation()
                .SetExemplarFilter(ExemplarFilterType.TraceBased)
                .AddExporters())
            .WithTracing(traces => traces.AddEphemeralInstrumentation().AddSource(Requests).AddExporters());
        if (otlp is not null) telemetry.SendTo(otlp);
        services.AddHostedService<TelemetryStart>();
    }
}
