using Ephemeral.Telemetry.Prometheus.Exposition;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Ephemeral.Telemetry.Prometheus.Scraping;

/// <summary>The SDK's side of a scrape: metrics can be read only inside <see cref="Export"/>, so the page is written there.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter(EphemeralPrometheusOptions options) : BaseExporter<Metric>, IPullMetricExporter
{
    private const int MostAttempts = 3;

    private static readonly ScrapeFailure _shutDown = new(
        StatusCodes.Status503ServiceUnavailable, "The MeterProvider was shut down and collects nothing any more.");

    private static readonly ScrapeFailure _notCollected = new(
        StatusCodes.Status500InternalServerError, "The OpenTelemetry SDK did not complete the collection. Its self-diagnostics say why.");

    private readonly SelfMetrics _self = new(options.TimeProvider);
    private readonly ExpositionWriter?[] _writers = new ExpositionWriter?[2];
    private ScrapePage? _target; // a single word, taken with Interlocked by whichever thread the SDK exports on
    private volatile bool _isShutDown;

    /// <summary>Gets or sets the SDK's function that collects and then calls <see cref="Export"/>.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Fills the page, or says on it why it could not. One caller at a time.</summary>
    public void Fill(ScrapePage page)
    {
        _self.Begin();
        for (int attempt = 0; attempt < MostAttempts && !page.IsRendered && page.Failure is null && !_isShutDown; attempt++)
        {
            // A forced flush that runs already makes this call return its result, without an export of ours: ask again.
            Volatile.Write(ref _target, page);
            if (Collect?.Invoke(Timeout.Infinite) != true) break;
        }
        Interlocked.Exchange(ref _target, null);
        if (page.IsRendered) return;
        page.Failure ??= _isShutDown ? _shutDown : _notCollected;
        _self.Fail();
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        ScrapePage? page = Interlocked.Exchange(ref _target, null);
        if (page is null) return ExportResult.Success; // a flush, not a scrape

        try
        {
            WriterOf(page.Format).WritePage(page.Buffer, batch, ParentProvider.GetResource(), _self);
            page.IsRendered = true;
            return ExportResult.Success;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            string message = exception is ResponseTooLargeException
                ? exception.Message
                : $"The metrics could not be written: {exception.GetType().Name}.";
            page.Failure = new ScrapeFailure(StatusCodes.Status500InternalServerError, message);
            return ExportResult.Failure;
        }
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        _isShutDown = true;
        return true;
    }

    private ExpositionWriter WriterOf(ExpositionFormat format) => _writers[(int)format] ??=
        format == ExpositionFormat.OpenMetrics ? new OpenMetricsWriter(options) : new PrometheusTextWriter(options);
}
