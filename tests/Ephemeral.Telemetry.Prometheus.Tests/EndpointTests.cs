using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Net;
using System.Text;
using Ephemeral.Telemetry.Prometheus.Tests.Format;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Tests;

/// <summary>Over a real Kestrel on a loopback port.</summary>
public sealed class EndpointTests : EndpointHarness
{
    [Fact]
    public async Task Browser_GetsText()
    {
        await StartAsync();

        using HttpResponseMessage response = await GetAsync("*/*");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.NotNull(response.Content.Headers.ContentLength);
        Assert.Equal(1, ExpositionParser.Text(await response.Content.ReadAsStringAsync())["hits_total"].Only.Value);
    }

    [Fact]
    public async Task Prometheus_GetsCompressedOpenMetrics()
    {
        await StartAsync();

        using HttpResponseMessage response = await GetAsync(OpenMetricsAccept, "gzip");

        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        using GZipStream unzipped = new(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using StreamReader reader = new(unzipped, Encoding.UTF8);
        Assert.Equal(1, ExpositionParser.OpenMetrics(await reader.ReadToEndAsync())["hits"].Only.Value);
    }

    [Theory]
    [InlineData("application/openmetrics-text", "application/openmetrics-text")]
    [InlineData("application/openmetrics-text;version=\"1.0.0\"", "application/openmetrics-text")]
    [InlineData("application/openmetrics-text;version=2.0.0, text/plain", "text/plain")]
    [InlineData("application/openmetrics-text;q=0, text/plain;q=0.1", "text/plain")]
    [InlineData("application/openmetrics-text;q=0.3, text/plain;q=0.7", "text/plain")]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6, text/plain;version=1.0.0;q=0.7, */*;q=0.1", "application/openmetrics-text")]
    [InlineData("application/json", "text/plain")]
    [InlineData("not a media type", "text/plain")]
    public async Task Format_IsNegotiated(string accept, string expected)
    {
        await StartAsync();

        using HttpResponseMessage response = await GetAsync(accept);

        Assert.Equal(expected, response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Switches_KeepToPlainText()
    {
        await StartAsync(options => (options.EnableOpenMetrics, options.EnableGzip) = (false, false));

        using HttpResponseMessage response = await GetAsync(OpenMetricsAccept, "gzip");

        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("gzip, br", true)]
    [InlineData("*", true)]
    [InlineData("gzip;q=0, *", false)]
    [InlineData("identity", false)]
    public async Task Gzip_IsNegotiated(string acceptEncoding, bool expected)
    {
        await StartAsync();

        using HttpResponseMessage response = await GetAsync("*/*", acceptEncoding);

        Assert.Equal(expected, response.Content.Headers.ContentEncoding.Contains("gzip"));
    }

    [Fact]
    public async Task Head_HasNoBody()
    {
        await StartAsync();

        using HttpResponseMessage response = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Address())).Within();

        Assert.True(response.Content.Headers.ContentLength > 0);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("10.0.0.7", null, false, HttpStatusCode.Forbidden)]
    [InlineData("10.0.0.7", null, true, HttpStatusCode.OK)]
    [InlineData("::1", null, false, HttpStatusCode.OK)]
    [InlineData("::ffff:127.0.0.2", null, false, HttpStatusCode.OK)]
    [InlineData("::ffff:10.0.0.7", null, false, HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", "X-Forwarded-For", false, HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1", "Forwarded", true, HttpStatusCode.OK)]
    public async Task RemoteClients_AreRefusedUnlessAllowed(string remote, string? header, bool allow, HttpStatusCode expected)
    {
        await StartAsync(options => options.AllowRemote = allow, before: app => app.Use((context, next) =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
            if (header is not null) context.Request.Headers[header] = "10.0.0.7";
            return next(context);
        }));

        using HttpResponseMessage response = await GetAsync("*/*");

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.Forbidden)
        {
            Assert.Equal(
                "Metrics are served to this machine only. Set EphemeralPrometheusOptions.AllowRemote to serve them to others, and add authorization.\n",
                await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task TooLargePage_IsASentence()
    {
        await StartAsync(options => options.MaxResponseBytes = 5_000);
        Counter<long> counter = Meter.CreateCounter<long>("many");
        for (int i = 0; i < 500; i++) counter.Add(1, new KeyValuePair<string, object?>("i", i));

        using HttpResponseMessage response = await GetAsync("*/*");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(
            "The metrics do not fit in 5,000 bytes. Raise EphemeralPrometheusOptions.MaxResponseBytes, or lower the cardinality with views.\n",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ProviderThatEnded_Is503()
    {
        await StartAsync();
        Provider!.Dispose();

        using HttpResponseMessage response = await GetAsync("*/*");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("The MeterProvider was shut down and collects nothing any more.\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task CancelledRequest_LeavesTheNextOneWhole()
    {
        Gate gate = new();
        await StartAsync();
        Meter.CreateObservableGauge("held", () =>
        {
            gate.WaitAsync().Wait(TestTimeout.Limit);
            return 1;
        });
        using CancellationTokenSource cancellation = new();

        Task<HttpResponseMessage> cancelled = Client.GetAsync(Address(), cancellation.Token);
        await gate.Reached;
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Task<string> next = Client.GetStringAsync(Address()).Within();
        gate.Open();

        Assert.Equal(1, ExpositionParser.Text(await next)["held"].Only.Value);
    }

    [Fact]
    public async Task Conventions_Compose()
    {
        await StartAsync(map: endpoint => endpoint.RequireHost("metrics.example"));

        using HttpResponseMessage refused = await GetAsync("*/*");
        using HttpRequestMessage request = new(HttpMethod.Get, Address()) { Headers = { Host = "metrics.example" } };
        using HttpResponseMessage served = await Client.SendAsync(request).Within();

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task ProviderOfTheServices_IsFound()
    {
        WebApplicationBuilder builder = Builder();
        builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(Meter.Name).AddEphemeralPrometheusExporter());
        new ServiceBuilder(builder.Services).WithMetrics();
        App = builder.Build();
        App.MapEphemeralPrometheus("/m");
        await App.StartAsync();
        Meter.CreateCounter<long>("hits").Add(1);

        string page = await Client.GetStringAsync(Address("/m")).Within();

        Assert.Equal(1, ExpositionParser.Text(page)["hits_total"].Only.Value);
    }

    [Fact]
    public async Task MissingParts_AreNamed()
    {
        await using WebApplication app = Builder().Build();
        using MeterProvider bare = Sdk.CreateMeterProviderBuilder().Build();

        Assert.Equal(
            "The services hold no MeterProvider. Register one, or pass it: MapEphemeralPrometheus(provider).",
            Assert.Throws<InvalidOperationException>(() => app.MapEphemeralPrometheus()).Message);
        Assert.Equal(
            "The MeterProvider has no Ephemeral Prometheus exporter. Call AddEphemeralPrometheusExporter() on its builder.",
            Assert.Throws<InvalidOperationException>(() => app.MapEphemeralPrometheus(bare)).Message);
    }

    private sealed class ServiceBuilder(IServiceCollection services) : IOpenTelemetryBuilder
    {
        public IServiceCollection Services { get; } = services;
    }
}
