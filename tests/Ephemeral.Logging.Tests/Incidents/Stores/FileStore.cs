using System.Text.Json;

namespace Ephemeral.Logging.Tests.Incidents;

/// <summary>A store in one file, replaced as a whole: enough to outlive a process that is killed.</summary>
internal sealed class FileStore(string path) : IIncidentStore
{
    private Dictionary<string, Incident> _kept = [];

    public long Sum() => Read().Sum(static incident => incident.Count);

    public ValueTask<IReadOnlyList<Incident>> LoadAsync(CancellationToken cancellationToken = default)
    {
        _kept = Read().ToDictionary(static incident => incident.Id);
        return new(_kept.Values.ToArray());
    }

    public async ValueTask SaveAsync(IReadOnlyCollection<Incident> changed, IReadOnlyCollection<string> removed, CancellationToken cancellationToken = default)
    {
        foreach (Incident incident in changed) _kept[incident.Id] = incident;
        foreach (string id in removed) _kept.Remove(id);
        await File.WriteAllTextAsync(path + ".new", JsonSerializer.Serialize(_kept.Values), cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
    }

    private Incident[] Read() => File.Exists(path) ? JsonSerializer.Deserialize<Incident[]>(File.ReadAllText(path))! : [];
}
