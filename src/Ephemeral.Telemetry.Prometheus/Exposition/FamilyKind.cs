namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>What the TYPE line of a family says.</summary>
internal enum FamilyKind
{
    Counter,
    Gauge,
    Histogram,
}
