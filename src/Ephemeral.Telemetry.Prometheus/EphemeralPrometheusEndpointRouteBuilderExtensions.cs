using System.Diagnostics.CodeAnalysis;
using Ephemeral.Telemetry.Prometheus.Scraping;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoint that Prometheus scrapes.</summary>
public static class EphemeralPrometheusEndpointRouteBuilderExtensions
{
    private static readonly string[] _methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Serves the metrics of the MeterProvider that the app's services hold.</summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The path.</param>
    /// <returns>The endpoint, for <c>RequireAuthorization</c>, <c>RequireHost</c>, rate limits and the like.</returns>
    /// <remarks>Builds the MeterProvider if nothing has asked for it yet.</remarks>
    /// <exception cref="InvalidOperationException">The services hold no MeterProvider, or it has no such exporter.</exception>
    public static IEndpointConventionBuilder MapEphemeralPrometheus(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/metrics")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        MeterProvider provider = endpoints.ServiceProvider.GetService<MeterProvider>() ?? throw new InvalidOperationException(
            "The services hold no MeterProvider. Register one, or pass it: MapEphemeralPrometheus(provider).");
        return endpoints.MapEphemeralPrometheus(provider, pattern);
    }

    /// <summary>Serves the metrics of a MeterProvider that was built with <c>Sdk.CreateMeterProviderBuilder()</c>.</summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="provider">The provider; it is borrowed, so dispose it after the app.</param>
    /// <param name="pattern">The path.</param>
    /// <returns>The endpoint, for <c>RequireAuthorization</c>, <c>RequireHost</c>, rate limits and the like.</returns>
    /// <exception cref="InvalidOperationException">The provider has no such exporter.</exception>
    public static IEndpointConventionBuilder MapEphemeralPrometheus(
        this IEndpointRouteBuilder endpoints, MeterProvider provider, [StringSyntax("Route")] string pattern = "/metrics")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(pattern);
        ScrapeSource source = ScrapeProviders.Find(provider) ?? throw new InvalidOperationException(
            "The MeterProvider has no Ephemeral Prometheus exporter. Call AddEphemeralPrometheusExporter() on its builder.");
        PrometheusEndpoint endpoint = new(source);
        RequestDelegate handler = endpoint.HandleAsync;
        return endpoints.MapMethods(pattern, _methods, handler).WithDisplayName("Ephemeral Prometheus");
    }
}
