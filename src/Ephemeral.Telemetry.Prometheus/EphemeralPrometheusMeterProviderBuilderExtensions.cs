using Ephemeral.Telemetry.Prometheus;
using Ephemeral.Telemetry.Prometheus.Scraping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OpenTelemetry.Metrics;

/// <summary>Adds the Prometheus exporter to a MeterProvider.</summary>
public static class EphemeralPrometheusMeterProviderBuilderExtensions
{
    /// <summary>Exports what the MeterProvider collects through the endpoint that <c>MapEphemeralPrometheus</c> maps.</summary>
    /// <param name="builder">The builder of an app's provider, or of one made with <c>Sdk.CreateMeterProviderBuilder()</c>.</param>
    /// <param name="configure">Changes the options; null keeps the defaults.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// <para>Nothing is collected between scrapes. Observable instruments are asked during a scrape, on a pool thread.</para>
    /// <para>A second call adds its changes to the options of the first; there is one exporter. Options that are not valid throw an
    /// <see cref="ArgumentException"/> when the provider is built, which names every fault.</para>
    /// </remarks>
    /// <example>
    /// <code>
    /// using MeterProvider provider = Sdk.CreateMeterProviderBuilder()
    ///     .AddMeter("Shop")
    ///     .AddEphemeralPrometheusExporter()
    ///     .Build();
    /// app.MapEphemeralPrometheus(provider);
    /// </code>
    /// </example>
    public static MeterProviderBuilder AddEphemeralPrometheusExporter(
        this MeterProviderBuilder builder, Action<EphemeralPrometheusOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        bool isFirst = true;
        builder.ConfigureServices(services =>
        {
            if (configure is not null) services.Configure(configure);
            isFirst = !services.Any(service => service.ServiceType == typeof(ExporterAdded));
            if (isFirst) services.AddSingleton<ExporterAdded>();
        });
        if (!isFirst || builder is not IDeferredMeterProviderBuilder deferred) return builder;

        return deferred.Configure(static (services, provider) =>
        {
            ScrapeSource source = new(services.GetRequiredService<IOptions<EphemeralPrometheusOptions>>().Value);
            provider.AddReader(source.Reader);
            provider.AddInstrumentation((_, meterProvider) => ScrapeProviders.Add(meterProvider, source));
        });
    }

    /// <summary>A mark in the services that the exporter is there.</summary>
    private sealed class ExporterAdded;
}
