namespace Ephemeral.Telemetry;

/// <summary>The names under which the suite emits metrics and traces.</summary>
/// <remarks>
/// Nothing is emitted before a provider is built with <c>AddEphemeralInstrumentation</c>: listening to these names alone attaches
/// nothing to the coordinators.
/// </remarks>
public static class EphemeralTelemetry
{
    /// <summary>The name of the one <see cref="System.Diagnostics.Metrics.Meter"/> that is fed.</summary>
    public const string MeterName = "Ephemeral";

    /// <summary>The name of the meter of the package Ephemeral.Logging: log records and incidents.</summary>
    public const string LoggingMeterName = "Ephemeral.Logging";

    /// <summary>The name of the one <see cref="System.Diagnostics.ActivitySource"/> of the process.</summary>
    public const string ActivitySourceName = "Ephemeral";
}
