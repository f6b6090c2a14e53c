using Ephemeral;

namespace WorkApi;

/// <summary>Two attributes, and one line in Program.cs: runs from start-up, and drains at shutdown.</summary>
internal sealed class LogWatcherJobs
{
    private readonly SignalSink _sink;

    public LogWatcherJobs(SignalSink sink) => _sink = sink;

    [EphemeralJob("log.error.*")]
    public Task EscalateAsync(SignalEvent signal)
    {
        Console.WriteLine($"Escalating {signal.Signal} for {signal.Key}");
        _sink.Raise("incident.created", key: signal.Key);
        return Task.CompletedTask;
    }

    [EphemeralJob("incident.created")]
    public Task NotifyAsync(SignalEvent signal)
    {
        Console.WriteLine($"Notified incident for {signal.Key}");
        return Task.CompletedTask;
    }
}
