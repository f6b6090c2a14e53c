namespace Ephemeral.Logging.Tests.Notifiers;

/// <summary>A notifier that does what a test says, and shows every attempt.</summary>
internal sealed class ScriptedNotifier : IIncidentNotifier
{
    private readonly Lock _gate = new();
    private readonly List<(int Attempts, TaskCompletionSource Met)> _waiting = []; // guarded by _gate, as the next
    private readonly List<IncidentAnnouncement> _attempts = [];

    public string Name { get; init; } = "test";

    /// <summary>Gets or sets what an attempt does; null: it succeeds.</summary>
    public Func<IncidentAnnouncement, CancellationToken, Task>? On { get; set; }

    public IReadOnlyList<IncidentAnnouncement> Attempts
    {
        get { lock (_gate) return [.. _attempts]; }
    }

    public Task UntilAsync(int attempts)
    {
        TaskCompletionSource met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_attempts.Count >= attempts) return Task.CompletedTask;
            _waiting.Add((attempts, met));
        }

        return met.Task.Within();
    }

    public Task NotifyAsync(IncidentAnnouncement announcement, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _attempts.Add(announcement);
            foreach ((int attempts, TaskCompletionSource met) in _waiting)
                if (_attempts.Count >= attempts) met.TrySetResult();
        }

        return On is { } script ? script(announcement, cancellationToken) : Task.CompletedTask;
    }
}
