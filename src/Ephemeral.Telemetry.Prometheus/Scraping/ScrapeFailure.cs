namespace Ephemeral.Telemetry.Prometheus.Scraping;

/// <summary>Why there is no page, as the client will read it.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Message">One or two sentences: what went wrong and what to do.</param>
internal sealed record ScrapeFailure(int StatusCode, string Message);
