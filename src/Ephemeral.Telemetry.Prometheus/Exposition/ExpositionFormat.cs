namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>The formats that a scrape can ask for; the values index small arrays.</summary>
internal enum ExpositionFormat
{
    /// <summary>Prometheus text, version 0.0.4.</summary>
    Text = 0,

    /// <summary>OpenMetrics text, version 1.0.0.</summary>
    OpenMetrics = 1,
}
