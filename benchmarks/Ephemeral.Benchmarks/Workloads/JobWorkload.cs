namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Raises a signal that starts a job, and waits for the jobs at the end of each run.</summary>
internal sealed class JobWorkload : Workload
{
    private readonly SignalSink _sink = new();
    private readonly EphemeralSignalJobRunner _runner;

    public JobWorkload() => _runner = new(_sink, [new Jobs()], new() { QueueCapacity = 1_000_000 });

    public override Task RunAsync(int items)
    {
        for (int i = 0; i < items; i++) _sink.Raise("order.saved");
        return _runner.FlushAsync();
    }

    public override ValueTask DisposeAsync() => _runner.DisposeAsync();

    private sealed class Jobs
    {
        [EphemeralJob("order.*", MaxConcurrency = 4)]
        public Task SavedAsync(SignalEvent signal) => Task.CompletedTask;
    }
}
