using System.Runtime.CompilerServices;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Scraping;

/// <summary>Knows which MeterProvider has which exporter; the SDK has no public way to ask. Keeps no provider alive.</summary>
internal static class ScrapeProviders
{
    private static readonly ConditionalWeakTable<MeterProvider, ScrapeSource> _sources = [];

    public static ScrapeSource Add(MeterProvider provider, ScrapeSource source)
    {
        _sources.AddOrUpdate(provider, source);
        return source;
    }

    public static ScrapeSource? Find(MeterProvider provider) => _sources.TryGetValue(provider, out ScrapeSource? source) ? source : null;
}
