using Ephemeral;

namespace LogWatcher.Jobs;

/// <summary>Runs the jobs, each lane with a runner and a queue of its own: a storm of errors cannot push an announcement out.</summary>
internal sealed class JobRunners : IAsyncDisposable
{
    private const int QueueCapacity = 10_000;

    public JobRunners(SignalSink sink, LogWatcherJobs jobs)
    {
        Runners = [.. EphemeralJobScanner.Scan(jobs).GroupBy(static job => job.Lane).Select(lane => Create(sink, lane.Key, [.. lane]))];
    }

    public IReadOnlyList<EphemeralSignalJobRunner> Runners { get; }

    /// <summary>Gets how many runs were lost because too many waited.</summary>
    public long Dropped => Runners.Sum(static runner => runner.DroppedCount);

    /// <summary>Takes no more signals and finishes what they have started.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        foreach (EphemeralSignalJobRunner runner in Runners) runner.Complete();
        foreach (EphemeralSignalJobRunner runner in Runners) await runner.DrainAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (EphemeralSignalJobRunner runner in Runners) await runner.DisposeAsync();
    }

    private static EphemeralSignalJobRunner Create(SignalSink sink, string lane, IReadOnlyList<EphemeralJobDescriptor> jobs) =>
        new(sink, jobs, new EphemeralOptions
        {
            Name = $"jobs.{lane}",
            QueueCapacity = QueueCapacity,
            DisposeTimeout = TimeSpan.FromSeconds(2),
        });
}
