using Ephemeral.Telemetry.Prometheus.Exposition;

namespace Ephemeral.Telemetry.Prometheus.Scraping;

/// <summary>One collection in one format, shared by every request that arrived while it was fresh.</summary>
/// <remarks>The buffer goes back to its owner when the last lease ends. All fields but the task are guarded by the owner's gate.</remarks>
internal sealed class ScrapePage(ExpositionFormat format, ExpositionBuffer buffer)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ExpositionFormat Format { get; } = format;

    public ExpositionBuffer Buffer { get; } = buffer;

    /// <summary>Gets a task that completes when the page is written. A failure is in <see cref="Failure"/>, not in the task.</summary>
    public Task Completion => _completion.Task;

    public ScrapeFailure? Failure { get; set; }

    public bool IsRendered { get; set; }

    public bool IsCompleted { get; set; }

    public long CompletedAt { get; set; }

    public int Leases { get; set; }

    public void SetCompleted() => _completion.SetResult();
}
