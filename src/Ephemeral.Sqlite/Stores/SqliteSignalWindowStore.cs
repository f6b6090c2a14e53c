using Ephemeral.Sqlite.Execution;
using Ephemeral.Sqlite.Stores;
using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite;

/// <summary>Keeps the signals of a persistent window in a SQLite file.</summary>
/// <remarks>
/// Thread-safe. Each write is one transaction: it is there as a whole, or not at all, and once it is acknowledged it survives the end of the
/// process, and with <see cref="SqliteSynchronous.Full"/> a power cut.
/// </remarks>
public sealed class SqliteSignalWindowStore : ISignalWindowStore, IAsyncDisposable, IDisposable
{
    private readonly StoreTables _tables;
    private readonly string _table;

    /// <summary>Makes a store. Opens nothing yet.</summary>
    /// <param name="connectionString">A SQLite connection string that names a file.</param>
    /// <param name="table">The table, which is made if it is not there; each window needs its own.</param>
    /// <param name="options">The options of the file's writer; null for those of the writer that is there, else the defaults.</param>
    /// <exception cref="ArgumentException">The connection string names no file, the table's name is blank, or the options are not valid.</exception>
    /// <exception cref="InvalidOperationException">The file has a writer already, with other options.</exception>
    public SqliteSignalWindowStore(string connectionString, string table = "ephemeral_signals", SqliteSingleWriterOptions? options = null)
    {
        _table = SqlName.Quote(table);
        _tables = new(
            connectionString,
            options,
            $"CREATE TABLE IF NOT EXISTS {_table} (id INTEGER PRIMARY KEY, signal TEXT NOT NULL, operation_id INTEGER NOT NULL, key TEXT, raised_at INTEGER NOT NULL)");
    }

    /// <inheritdoc/>
    /// <exception cref="SqliteException">The file cannot be read; the message names it.</exception>
    public Task<IReadOnlyList<StoredSignal>> ReadAsync(CancellationToken cancellationToken = default) => _tables.ReadAsync(
        $"SELECT id, signal, operation_id, key, raised_at FROM {_table} ORDER BY id",
        static row => new StoredSignal(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetString(3), new(row.GetInt64(4), TimeSpan.Zero)),
        cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="SqliteException">The file cannot be written; the message names it.</exception>
    public Task WriteAsync(IReadOnlyList<StoredSignal> added, IReadOnlyList<long> removed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(added);
        ArgumentNullException.ThrowIfNull(removed);
        return _tables.WriteAsync([.. removed.Select(Delete), .. added.Select(Insert)], cancellationToken);
    }

    /// <summary>Ends the use of the file and waits for the writes accepted so far. Calling it again is safe.</summary>
    public ValueTask DisposeAsync() => _tables.DisposeAsync();

    /// <summary>Ends the use of the file without waiting. Calling it again is safe.</summary>
    public void Dispose() => _tables.Dispose();

    private SqliteStatement Delete(long id) => new($"DELETE FROM {_table} WHERE id = @id", ("id", id));

    private SqliteStatement Insert(StoredSignal signal) => new(
        $"INSERT INTO {_table} (id, signal, operation_id, key, raised_at) VALUES (@id, @signal, @operation, @key, @at) ON CONFLICT (id) DO NOTHING",
        ("id", signal.Id),
        ("signal", signal.Signal),
        ("operation", signal.OperationId),
        ("key", signal.Key),
        ("at", signal.Timestamp.UtcTicks));
}
