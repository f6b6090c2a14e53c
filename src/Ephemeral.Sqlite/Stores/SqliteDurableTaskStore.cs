using System.Globalization;
using System.Text.Json;
using Ephemeral.Sqlite.Stores;
using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite;

/// <summary>Keeps due tasks in a SQLite file until they are done.</summary>
/// <remarks>
/// Thread-safe. Uses the tables <c>ephemeral_tasks</c> and <c>ephemeral_schedules</c>, which it makes. What it adds or removes is committed when the
/// call returns: it survives the end of the process, and with <see cref="SqliteSynchronous.Full"/> a power cut.
/// </remarks>
public sealed class SqliteDurableTaskStore : IDurableTaskStore, IAsyncDisposable, IDisposable
{
    private readonly StoreTables _tables;

    /// <summary>Makes a store. Opens nothing yet.</summary>
    /// <param name="connectionString">A SQLite connection string that names a file.</param>
    /// <param name="options">The options of the file's writer; null for those of the writer that is there, else the defaults.</param>
    /// <exception cref="ArgumentException">The connection string names no file, or the options are not valid.</exception>
    /// <exception cref="InvalidOperationException">The file has a writer already, with other options.</exception>
    public SqliteDurableTaskStore(string connectionString, SqliteSingleWriterOptions? options = null) => _tables = new(
        connectionString,
        options,
        "CREATE TABLE IF NOT EXISTS ephemeral_tasks (id TEXT PRIMARY KEY, name TEXT NOT NULL, signal TEXT NOT NULL, scheduled_at INTEGER NOT NULL, key TEXT, payload TEXT, description TEXT)",
        "CREATE TABLE IF NOT EXISTS ephemeral_schedules (name TEXT PRIMARY KEY, until INTEGER NOT NULL)");

    /// <inheritdoc/>
    /// <exception cref="SqliteException">The file cannot be read; the message names it.</exception>
    /// <exception cref="InvalidOperationException">A task's payload is not JSON; the message names file and task.</exception>
    public Task<IReadOnlyList<DurableTask>> ReadUnfinishedAsync(CancellationToken cancellationToken = default) =>
        _tables.ReadAsync("SELECT id, name, signal, scheduled_at, key, payload, description FROM ephemeral_tasks ORDER BY scheduled_at, rowid", ToTask, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="SqliteException">The file cannot be read; the message names it.</exception>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadProgressAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<(string Name, long Until)> rows = await _tables
            .ReadAsync("SELECT name, until FROM ephemeral_schedules", static row => (row.GetString(0), row.GetInt64(1)), cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(static row => row.Name, static row => ToTime(row.Until));
    }

    /// <inheritdoc/>
    /// <exception cref="SqliteException">The file cannot be written; the message names it.</exception>
    public Task AddAsync(IReadOnlyCollection<DurableTask> tasks, IReadOnlyDictionary<string, DateTimeOffset> progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(progress);
        return _tables.WriteAsync([.. tasks.Select(Insert), .. progress.Select(Note)], cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="SqliteException">The file cannot be written; the message names it.</exception>
    public Task RemoveAsync(string taskId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(taskId);
        return _tables.WriteAsync([new("DELETE FROM ephemeral_tasks WHERE id = @id", ("id", taskId))], cancellationToken);
    }

    /// <summary>Ends the use of the file and waits for the writes accepted so far. Calling it again is safe.</summary>
    public ValueTask DisposeAsync() => _tables.DisposeAsync();

    /// <summary>Ends the use of the file without waiting. Calling it again is safe.</summary>
    public void Dispose() => _tables.Dispose();

    private static SqliteStatement Insert(DurableTask task) => new(
        "INSERT INTO ephemeral_tasks (id, name, signal, scheduled_at, key, payload, description) VALUES (@id, @name, @signal, @at, @key, @payload, @description) ON CONFLICT (id) DO NOTHING",
        ("id", task.Id),
        ("name", task.Name),
        ("signal", task.Signal),
        ("at", task.ScheduledAt.UtcTicks),
        ("key", task.Key),
        ("payload", task.Payload?.GetRawText()),
        ("description", task.Description));

    private static SqliteStatement Note(KeyValuePair<string, DateTimeOffset> progress) => new(
        "INSERT INTO ephemeral_schedules (name, until) VALUES (@name, @until) ON CONFLICT (name) DO UPDATE SET until = excluded.until",
        ("name", progress.Key),
        ("until", progress.Value.UtcTicks));

    private DurableTask ToTask(SqliteDataReader row) =>
        new(row.GetString(1), row.GetString(2), ToTime(row.GetInt64(3)), Text(row, 4), Payload(row), Text(row, 6)) { Id = row.GetString(0) };

    private JsonElement? Payload(SqliteDataReader row)
    {
        if (Text(row, 5) is not { } payload) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"The payload of the task '{row.GetString(0)}' in '{_tables.Path}' is not JSON. Correct it or delete the row from ephemeral_tasks."), error);
        }
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset ToTime(long ticks) => new(ticks, TimeSpan.Zero);
}
