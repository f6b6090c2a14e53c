using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LogWatcher.Telemetry;

/// <summary>Builds the providers before anything is measured: it takes them as services, and is the first hosted service.</summary>
internal sealed class TelemetryStart(MeterProvider meters, TracerProvider tracers) : IHostedService
{
    private const int FlushMilliseconds = 1_000;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Collects for the last time what the exporters have not seen yet.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        meters.ForceFlush(FlushMilliseconds);
        tracers.ForceFlush(FlushMilliseconds);
        return Task.CompletedTask;
    }
}
