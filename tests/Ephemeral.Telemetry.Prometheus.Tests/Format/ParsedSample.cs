namespace Ephemeral.Telemetry.Prometheus.Tests.Format;

/// <summary>One line with a value, as a scraper understands it.</summary>
internal sealed record ParsedSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value, ParsedExemplar? Exemplar)
{
    public string Identity => $"{Name}{{{string.Join(',', Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"))}}}";
}

internal sealed record ParsedExemplar(IReadOnlyDictionary<string, string> Labels, double Value, double? Timestamp);
