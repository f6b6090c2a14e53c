using System.Diagnostics.Metrics;
using System.Text;
using Ephemeral.Telemetry.Prometheus.Exposition;
using Ephemeral.Telemetry.Prometheus.Scraping;
using Ephemeral.Telemetry.Prometheus.Tests.Format;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Ephemeral.Telemetry.Prometheus.Tests;

/// <summary>A meter, a provider and a way to read the page without a server. Every page is parsed strictly.</summary>
internal sealed class Harness : IDisposable
{
    private static int _meters;

    private Harness(Meter meter, MeterProvider provider)
    {
        Meter = meter;
        Provider = provider;
        Source = ScrapeProviders.Find(provider)!;
    }

    public Meter Meter { get; }

    public MeterProvider Provider { get; }

    public ScrapeSource Source { get; }

    public static Harness Create(Action<EphemeralPrometheusOptions>? configure = null, Action<MeterProviderBuilder>? build = null)
    {
        Meter meter = new($"Test.{Interlocked.Increment(ref _meters)}", "1.0");
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty())
            .AddMeter(meter.Name)
            .AddEphemeralPrometheusExporter(options =>
            {
                options.EnableScopeLabels = false;
                options.EnableSelfMetrics = false;
                configure?.Invoke(options);
            });
        build?.Invoke(builder);
        return new Harness(meter, builder.Build());
    }

    public async Task<string> PageAsync(ExpositionFormat format = ExpositionFormat.Text)
    {
        ScrapePage page = Source.Scrape.Lease(format);
        try
        {
            await page.Completion.Within();
            Assert.Null(page.Failure);
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(page.Buffer.Written);
        }
        finally
        {
            Source.Scrape.Release(page);
        }
    }

    public async Task<IReadOnlyDictionary<string, ParsedFamily>> TextAsync() => ExpositionParser.Text(await PageAsync());

    public async Task<IReadOnlyDictionary<string, ParsedFamily>> OpenMetricsAsync() =>
        ExpositionParser.OpenMetrics(await PageAsync(ExpositionFormat.OpenMetrics));

    /// <summary>Returns the page's count of what was skipped for the reason.</summary>
    public static double Skipped(IReadOnlyDictionary<string, ParsedFamily> page, string reason) =>
        Assert.Single(page["ephemeral_prometheus_skipped"].Samples, s => s.Labels["reason"] == reason).Value;

    public void Dispose()
    {
        Provider.Dispose();
        Meter.Dispose();
    }
}
