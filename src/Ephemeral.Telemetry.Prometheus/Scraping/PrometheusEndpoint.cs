using System.IO.Compression;
using System.Net;
using Ephemeral.Telemetry.Prometheus.Exposition;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Ephemeral.Telemetry.Prometheus.Scraping;

/// <summary>Answers one request with a page, or with a sentence.</summary>
internal sealed class PrometheusEndpoint(ScrapeSource source)
{
    private const string TextType = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static readonly ScrapeFailure _remoteRefused = new(
        StatusCodes.Status403Forbidden,
        "Metrics are served to this machine only. "
        + "Set EphemeralPrometheusOptions.AllowRemote to serve them to others, and add authorization.");

    private static readonly ScrapeFailure _tooSlow = new(
        StatusCodes.Status503ServiceUnavailable,
        "The collection has not ended in time. An observable instrument may hang; the collection goes on, and no second one is begun beside it.");

    public async Task HandleAsync(HttpContext context)
    {
        if (!source.Options.AllowRemote && !IsLocal(context))
        {
            await FailAsync(context, _remoteRefused).ConfigureAwait(false);
            return;
        }

        ExpositionFormat format = source.Options.EnableOpenMetrics
            ? ContentNegotiation.FormatFor(context.Request.Headers.Accept)
            : ExpositionFormat.Text;
        ScrapePage page = source.Scrape.Lease(format);
        try
        {
            TimeSpan patience = ContentNegotiation.PatienceOf(context.Request.Headers[ContentNegotiation.TimeoutHeader], source.Options.ScrapeTimeout);
            await page.Completion.WaitAsync(patience, source.Options.TimeProvider, context.RequestAborted).ConfigureAwait(false);
            if (page.Failure is null) await SendAsync(context, page).ConfigureAwait(false);
            else await FailAsync(context, page.Failure).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await FailAsync(context, _tooSlow).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left; there is nobody to tell, and the page is not harmed.
        }
        finally
        {
            source.Scrape.Release(page);
        }
    }

    /// <summary>True for loopback and for transports without an address (a Unix socket, a test server).</summary>
    /// <remarks>A forwarding header that no middleware consumed means that the client is behind a proxy: somewhere else.</remarks>
    private static bool IsLocal(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        if (headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded")) return false;
        IPAddress? address = context.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true }) address = address.MapToIPv4();
        return address is null || IPAddress.IsLoopback(address);
    }

    private async Task SendAsync(HttpContext context, ScrapePage page)
    {
        HttpResponse response = context.Response;
        response.ContentType = page.Format == ExpositionFormat.OpenMetrics ? OpenMetricsType : TextType;
        response.Headers.Vary = "Accept, Accept-Encoding";
        response.Headers.CacheControl = "no-store";
        bool gzip = source.Options.EnableGzip && ContentNegotiation.AcceptsGzip(context.Request.Headers.AcceptEncoding);
        if (gzip) response.Headers.ContentEncoding = "gzip";
        else response.ContentLength = page.Buffer.Length;
        if (HttpMethods.IsHead(context.Request.Method)) return;

        if (!gzip)
        {
            await response.Body.WriteAsync(page.Buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
            return;
        }
        GZipStream compressed = new(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await using (compressed.ConfigureAwait(false))
        {
            await compressed.WriteAsync(page.Buffer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task FailAsync(HttpContext context, ScrapeFailure failure)
    {
        context.Response.StatusCode = failure.StatusCode;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers[HeaderNames.CacheControl] = "no-store";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        await context.Response.WriteAsync(failure.Message + "\n", context.RequestAborted).ConfigureAwait(false);
    }
}
