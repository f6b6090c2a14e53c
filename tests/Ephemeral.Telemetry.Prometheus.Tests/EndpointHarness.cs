using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Tests;

/// <summary>A meter behind the endpoint of a real Kestrel on a loopback port.</summary>
public abstract class EndpointHarness : IAsyncDisposable
{
    protected const string OpenMetricsAccept = "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    protected Meter Meter { get; } = new($"Endpoint.{Guid.NewGuid():N}");

    protected HttpClient Client { get; } = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });

    protected WebApplication? App { get; set; }

    protected MeterProvider? Provider { get; set; }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (App is not null) await App.DisposeAsync();
        Provider?.Dispose();
        Client.Dispose();
        Meter.Dispose();
    }

    protected static WebApplicationBuilder Builder()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        return builder;
    }

    protected async Task StartAsync(
        Action<EphemeralPrometheusOptions>? configure = null,
        Action<WebApplication>? before = null,
        Action<IEndpointConventionBuilder>? map = null,
        Action<WebApplicationBuilder>? build = null)
    {
        Provider = Sdk.CreateMeterProviderBuilder().AddMeter(Meter.Name).AddEphemeralPrometheusExporter(configure).Build();
        Meter.CreateCounter<long>("hits").Add(1);
        WebApplicationBuilder builder = Builder();
        build?.Invoke(builder);
        App = builder.Build();
        before?.Invoke(App);
        IEndpointConventionBuilder endpoint = App.MapEphemeralPrometheus(Provider);
        map?.Invoke(endpoint);
        await App.StartAsync();
    }

    protected Uri Address(string path = "/metrics")
    {
        IServerAddressesFeature addresses = App!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new Uri(addresses.Addresses.First() + path);
    }

    protected async Task<HttpResponseMessage> GetAsync(string accept, string? acceptEncoding = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Address());
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (acceptEncoding is not null) request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
        return await Client.SendAsync(request).Within();
    }
}
