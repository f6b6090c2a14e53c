using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Scraping;

/// <summary>One exporter with its reader and its pages: what an endpoint serves.</summary>
internal sealed class ScrapeSource
{
    public ScrapeSource(EphemeralPrometheusOptions options)
    {
        EphemeralPrometheusOptionsValidator.Validate(options);
        Options = Copy(options);
        PrometheusExporter exporter = new(Options);
        Reader = new BaseExportingMetricReader(exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };
        Scrape = new PrometheusScrape(exporter.Fill, Options.CacheDuration, Options.MaxResponseBytes, Options.TimeProvider);
    }

    public EphemeralPrometheusOptions Options { get; }

    /// <summary>Gets the reader. The MeterProvider that it is added to disposes it.</summary>
    public BaseExportingMetricReader Reader { get; }

    public PrometheusScrape Scrape { get; }

    /// <summary>The caller's object stays the caller's: changing it later changes nothing here.</summary>
    private static EphemeralPrometheusOptions Copy(EphemeralPrometheusOptions options) => new()
    {
        AllowRemote = options.AllowRemote,
        CacheDuration = options.CacheDuration,
        ScrapeTimeout = options.ScrapeTimeout,
        MaxResponseBytes = options.MaxResponseBytes,
        EnableOpenMetrics = options.EnableOpenMetrics,
        EnableExemplars = options.EnableExemplars,
        EnableCreated = options.EnableCreated,
        EnableGzip = options.EnableGzip,
        EnableScopeLabels = options.EnableScopeLabels,
        EnableTargetInfo = options.EnableTargetInfo,
        EnableSelfMetrics = options.EnableSelfMetrics,
        AppendUnit = options.AppendUnit,
        AppendTotal = options.AppendTotal,
        MaxExponentialScale = options.MaxExponentialScale,
        TimeProvider = options.TimeProvider,
    };
}
