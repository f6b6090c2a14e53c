using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Tests;

/// <summary>The example of the package's page, which is taken from here.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Example_ServesWhatAMeterCounts()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication app = builder.Build();
        using Meter shop = new("Shop");

        // snippet: PrometheusReadme
        using MeterProvider metrics = Sdk.CreateMeterProviderBuilder()
            .AddMeter("Shop").SetExemplarFilter(ExemplarFilterType.TraceBased).AddEphemeralPrometheusExporter().Build();
        app.MapEphemeralPrometheus(metrics);   // GET /metrics, from this machine only
        // end snippet

        shop.CreateCounter<long>("orders").Add(3);
        await app.StartAsync().Within();
        using HttpClient client = new();
        string page = await client.GetStringAsync(new Uri(new Uri(app.Urls.Single()), "/metrics")).Within();

        Assert.Contains("orders_total", page, StringComparison.Ordinal);
        Assert.Contains("} 3", page, StringComparison.Ordinal);
    }
}
