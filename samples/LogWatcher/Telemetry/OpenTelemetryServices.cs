using OpenTelemetry;

namespace LogWatcher.Telemetry;

/// <summary>What <c>WithMetrics</c> and <c>WithTracing</c> of the SDK extend; the package OpenTelemetry.Extensions.Hosting is not needed.</summary>
internal sealed record OpenTelemetryServices(IServiceCollection Services) : IOpenTelemetryBuilder;
