using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LogWatcher.Tests.Telemetry.Otlp;

/// <summary>An OTLP receiver over HTTP with protobuf on loopback, which keeps what it gets.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<OtlpSpan> _spans = []; // guarded by _gate, as the next two
    private readonly List<OtlpLog> _logs = [];
    private List<OtlpPoint> _points = [];
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Gets the newest cumulative value of each series.</summary>
    public IReadOnlyList<OtlpPoint> Points { get { lock (_gate) return [.. _points]; } }

    public IReadOnlyList<OtlpSpan> Spans { get { lock (_gate) return [.. _spans]; } }

    public IReadOnlyList<OtlpLog> Logs { get { lock (_gate) return [.. _logs]; } }

    public static async Task<OtlpReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        OtlpReceiver receiver = new(app);
        app.MapPost("/v1/metrics", context => receiver.TakeAsync(context, request => receiver._points = [.. OtlpPoint.All(request)]));
        app.MapPost("/v1/traces", context => receiver.TakeAsync(context, request => receiver._spans.AddRange(OtlpSpan.All(request))));
        app.MapPost("/v1/logs", context => receiver.TakeAsync(context, request => receiver._logs.AddRange(OtlpLog.All(request))));
        await app.StartAsync().Within();
        return receiver;
    }

    /// <summary>Adds up a metric over the series that have an attribute's value: a counter's value, a histogram's count.</summary>
    public double Sum(string metric, params (string Key, string Value)[] attributes) => Points
        .Where(point => point.Metric == metric && attributes.All(attribute => point.Attributes.GetValueOrDefault(attribute.Key) == attribute.Value))
        .Sum(static point => point.Value);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().Within();
        await _app.DisposeAsync().Within();
    }

    private async Task TakeAsync(HttpContext context, Action<ProtobufMessage> take)
    {
        if (context.Request.ContentType != "application/x-protobuf")
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        lock (_gate) take(new ProtobufMessage(body.ToArray()));
        context.Response.ContentType = "application/x-protobuf"; // an empty message: everything was taken
    }
}
