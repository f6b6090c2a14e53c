namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>The names of one metric family.</summary>
/// <param name="Base">The name without a counter's <c>_total</c>: the family name of OpenMetrics.</param>
/// <param name="Sample">The name of a plain sample: the family name of text 0.0.4.</param>
/// <param name="Unit">The unit that <paramref name="Base"/> ends in, or nothing.</param>
internal readonly record struct FamilyName(string Base, string Sample, string Unit);
