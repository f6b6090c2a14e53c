namespace Ephemeral.Logging.Tests.Incidents;

/// <summary>A store in memory that a test can make fail, hang and wait for.</summary>
internal sealed class ScriptedStore(params Incident[] incidents) : IIncidentStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Incident> _kept = incidents.ToDictionary(static incident => incident.Id); // guarded by _gate, as the next two
    private readonly List<(Func<ScriptedStore, bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private int _calls;

    public Func<CancellationToken, Task>? OnLoad { get; set; }

    public Func<CancellationToken, Task>? OnSave { get; set; }

    public int MostCallsAtOnce { get; private set; }

    public int Saves { get; private set; }

    public int Attempts { get; private set; }

    public IReadOnlyList<Incident> Kept
    {
        get { lock (_gate) return [.. _kept.Values]; }
    }

    public Task UntilAsync(Func<ScriptedStore, bool> condition)
    {
        TaskCompletionSource met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (condition(this)) return Task.CompletedTask;
            _waiting.Add((condition, met));
        }

        return met.Task.Within();
    }

    public async ValueTask<IReadOnlyList<Incident>> LoadAsync(CancellationToken cancellationToken = default)
    {
        await CallAsync(OnLoad, cancellationToken);
        return Kept;
    }

    public async ValueTask SaveAsync(IReadOnlyCollection<Incident> changed, IReadOnlyCollection<string> removed, CancellationToken cancellationToken = default)
    {
        await CallAsync(OnSave, cancellationToken);
        lock (_gate)
        {
            foreach (Incident incident in changed) _kept[incident.Id] = incident;
            foreach (string id in removed) _kept.Remove(id);
            Saves++;
        }

        Tell();
    }

    private async Task CallAsync(Func<CancellationToken, Task>? script, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Attempts++;
            MostCallsAtOnce = Math.Max(MostCallsAtOnce, ++_calls);
        }

        Tell();
        try
        {
            if (script is not null) await script(cancellationToken);
        }
        finally
        {
            lock (_gate) _calls--;
        }
    }

    private void Tell()
    {
        lock (_gate)
        {
            foreach ((Func<ScriptedStore, bool> condition, TaskCompletionSource met) in _waiting)
                if (condition(this)) met.TrySetResult();
        }
    }
}
