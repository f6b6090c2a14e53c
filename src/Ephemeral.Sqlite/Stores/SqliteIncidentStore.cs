using System.Text.Json;
using Ephemeral.Logging;
using Ephemeral.Sqlite.Stores;
using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite;

/// <summary>Keeps incidents in a SQLite file, so that their counts go on over a restart and nothing is announced twice.</summary>
/// <remarks>
/// Thread-safe. Uses the table <c>ephemeral_incidents</c>, which it makes, with one JSON document for each incident. Each save is one transaction.
/// </remarks>
public sealed class SqliteIncidentStore : IIncidentStore, IAsyncDisposable, IDisposable
{
    private readonly StoreTables _tables;

    /// <summary>Makes a store. Opens nothing yet.</summary>
    /// <param name="connectionString">A SQLite connection string that names a file.</param>
    /// <param name="options">The options of the file's writer; null for those of the writer that is there, else the defaults.</param>
    /// <exception cref="ArgumentException">The connection string names no file, or the options are not valid.</exception>
    /// <exception cref="InvalidOperationException">The file has a writer already, with other options.</exception>
    public SqliteIncidentStore(string connectionString, SqliteSingleWriterOptions? options = null) => _tables = new(
        connectionString, options, "CREATE TABLE IF NOT EXISTS ephemeral_incidents (id TEXT PRIMARY KEY, document TEXT NOT NULL)");

    /// <inheritdoc/>
    /// <remarks>A document that cannot be read is a null in the list, which a tracker leaves out and counts: one must not hide the others.</remarks>
    /// <exception cref="SqliteException">The file cannot be read; the message names it.</exception>
    public async ValueTask<IReadOnlyList<Incident>> LoadAsync(CancellationToken cancellationToken = default) =>
        await _tables.ReadAsync("SELECT document FROM ephemeral_incidents", static row => Read(row.GetString(0))!, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <exception cref="SqliteException">The file cannot be written; the message names it.</exception>
    public async ValueTask SaveAsync(IReadOnlyCollection<Incident> changed, IReadOnlyCollection<string> removed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(removed);
        await _tables.WriteAsync([.. removed.Select(Delete), .. changed.Select(Replace)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the use of the file and waits for the writes accepted so far. Calling it again is safe.</summary>
    public ValueTask DisposeAsync() => _tables.DisposeAsync();

    /// <summary>Ends the use of the file without waiting. Calling it again is safe.</summary>
    public void Dispose() => _tables.Dispose();

    private static SqliteStatement Delete(string id) => new("DELETE FROM ephemeral_incidents WHERE id = @id", ("id", id));

    private static SqliteStatement Replace(Incident incident) => new(
        "INSERT INTO ephemeral_incidents (id, document) VALUES (@id, @document) ON CONFLICT (id) DO UPDATE SET document = excluded.document",
        ("id", incident.Id),
        ("document", JsonSerializer.Serialize(incident, IncidentJsonContext.Default.Incident)));

    private static Incident? Read(string document)
    {
        try
        {
            return JsonSerializer.Deserialize(document, IncidentJsonContext.Default.Incident);
        }
        catch (JsonException)
        {
            return null; // counted by the tracker
        }
    }
}
