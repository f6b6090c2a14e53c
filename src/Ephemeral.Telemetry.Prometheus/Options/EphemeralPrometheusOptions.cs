namespace Ephemeral.Telemetry.Prometheus;

/// <summary>What the Prometheus endpoint writes, to whom, and how much of it.</summary>
/// <remarks>Read and checked once, when the MeterProvider is built; later changes have no effect.</remarks>
public sealed class EphemeralPrometheusOptions
{
    /// <summary>Gets or sets whether requests from other machines are answered.</summary>
    /// <value>The default is <see langword="false"/>: all but loopback is refused with 403, also what a proxy forwarded.</value>
    public bool AllowRemote { get; set; }

    /// <summary>Gets or sets how long one collection serves later scrapes.</summary>
    /// <value>The default is zero: every scrape collects. Scrapes that overlap share one collection in any case.</value>
    public TimeSpan CacheDuration { get; set; }

    /// <summary>Gets or sets how long a request waits for its collection.</summary>
    /// <value>The default is 10 seconds; at most a day. A client that says it waits for less (<c>X-Prometheus-Scrape-Timeout-Seconds</c>)
    /// is taken at its word. Then the answer is 503 and a sentence; the collection goes on, and serves whoever still waits.</value>
    public TimeSpan ScrapeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the largest page, in bytes before compression.</summary>
    /// <value>The default is 67,108,864. A larger page is answered with 500 and a sentence that says so.</value>
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets whether a client that asks for OpenMetrics 1.0.0 gets it.</summary>
    /// <value>The default is <see langword="true"/>. Without it everybody gets text 0.0.4, which has no exemplars.</value>
    public bool EnableOpenMetrics { get; set; } = true;

    /// <summary>Gets or sets whether exemplars are written. They exist in OpenMetrics only.</summary>
    /// <value>The default is <see langword="true"/>. The SDK records none until <c>SetExemplarFilter</c> is called.</value>
    public bool EnableExemplars { get; set; } = true;

    /// <summary>Gets or sets whether <c>_created</c> lines are written. They exist in OpenMetrics only.</summary>
    /// <value>The default is <see langword="false"/>: Prometheus stores each of them as one more series.</value>
    public bool EnableCreated { get; set; }

    /// <summary>Gets or sets whether a page is compressed for a client that accepts gzip.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool EnableGzip { get; set; } = true;

    /// <summary>Gets or sets whether every series carries the <c>otel_scope_*</c> labels of its meter.</summary>
    /// <value>The default is <see langword="true"/>. Without them, only one of two meters' equal series is written.</value>
    public bool EnableScopeLabels { get; set; } = true;

    /// <summary>Gets or sets whether the resource is written as <c>target_info</c>.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool EnableTargetInfo { get; set; } = true;

    /// <summary>Gets or sets whether the exporter's own <c>ephemeral_prometheus_*</c> metrics are written.</summary>
    /// <value>The default is <see langword="true"/>. They say how much was skipped, and why.</value>
    public bool EnableSelfMetrics { get; set; } = true;

    /// <summary>Gets or sets whether the unit is appended to the name.</summary>
    /// <value>The default is <see langword="true"/>: <c>http.duration</c> in <c>s</c> is <c>http_duration_seconds</c>.</value>
    public bool AppendUnit { get; set; } = true;

    /// <summary>Gets or sets whether a counter's name ends in <c>_total</c>.</summary>
    /// <value>The default is <see langword="true"/>. Without it OpenMetrics, which demands it, reads <c>unknown</c>.</value>
    public bool AppendTotal { get; set; } = true;

    /// <summary>Gets or sets the finest scale at which an exponential histogram is written as classic buckets.</summary>
    /// <value>The default is 2: four buckets for each doubling. The range is -4 to 8; coarse bounds are also fine ones.</value>
    public int MaxExponentialScale { get; set; } = 2;

    /// <summary>Gets or sets the clock of the cache and of the duration that the exporter reports.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
