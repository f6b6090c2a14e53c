using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry.Metrics;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Scrapes through the mapped endpoint, without a network in between.</summary>
internal sealed class ScrapeWorkload : Workload
{
    private const string OpenMetrics = "application/openmetrics-text;version=1.0.0";

    private readonly MeteredSets _sets;
    private readonly WebApplication _app;
    private readonly RequestDelegate _endpoint;
    private readonly string _accept;

    public ScrapeWorkload(int sets, bool openMetrics)
    {
        _accept = openMetrics ? OpenMetrics : "text/plain";
        _sets = new(sets, static builder => builder.AddEphemeralPrometheusExporter());
        _app = WebApplication.CreateSlimBuilder().Build();
        _app.MapEphemeralPrometheus(_sets.Provider);
        _endpoint = ((IEndpointRouteBuilder)_app).DataSources.SelectMany(static source => source.Endpoints).Single().RequestDelegate!;
    }

    public override async Task RunAsync(int items)
    {
        for (int i = 0; i < items; i++)
        {
            DefaultHttpContext context = new() { RequestServices = _app.Services };
            context.Request.Method = HttpMethods.Get;
            context.Request.Headers.Accept = _accept;
            context.Response.Body = Stream.Null;
            await _endpoint(context);
            if (context.Response.StatusCode != StatusCodes.Status200OK) throw new InvalidOperationException($"The scrape was answered with {context.Response.StatusCode}.");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _sets.Dispose();
    }
}
