using System.Collections.Concurrent;

namespace Ephemeral.Logging;

/// <summary>Keeps incidents as long as it lives itself: trackers that follow each other in one process go on where the one before ended.</summary>
/// <remarks>Thread-safe. It holds as many as its trackers do.</remarks>
public sealed class InMemoryIncidentStore : IIncidentStore
{
    private readonly ConcurrentDictionary<string, Incident> _incidents = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Incident>> LoadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_incidents.Values.ToArray());
    }

    /// <inheritdoc/>
    public ValueTask SaveAsync(IReadOnlyCollection<Incident> changed, IReadOnlyCollection<string> removed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(removed);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (Incident incident in changed) _incidents[incident.Id] = incident;
        foreach (string id in removed) _incidents.TryRemove(id, out _);
        return ValueTask.CompletedTask;
    }
}
