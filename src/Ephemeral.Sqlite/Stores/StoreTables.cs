using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Stores;

/// <summary>A store's handle on its file, and its tables, which are made when they are first needed. Thread-safe.</summary>
internal sealed class StoreTables(string connectionString, SqliteSingleWriterOptions? options, params string[] schema) : IAsyncDisposable, IDisposable
{
    private readonly SqliteSingleWriter _writer = SqliteSingleWriter.GetOrCreate(connectionString, options);
    private readonly SqliteStatement[] _schema = [.. schema.Select(static sql => new SqliteStatement(sql))];
    private volatile bool _isThere;

    public string Path => _writer.Path;

    /// <summary>Writes all statements or none.</summary>
    public async Task WriteAsync(IEnumerable<SqliteStatement> statements, CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken).ConfigureAwait(false);
        await _writer.WriteBatchAsync(statements, transactional: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads all rows of a query.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<SqliteDataReader, T> map, CancellationToken cancellationToken)
    {
        await EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await _writer.QueryAsync<IReadOnlyList<T>>(
            connection =>
            {
                using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // a store's own text
                command.CommandText = sql;
#pragma warning restore CA2100
                using SqliteDataReader reader = command.ExecuteReader();
                List<T> rows = [];
                while (reader.Read()) rows.Add(map(reader));
                return Task.FromResult<IReadOnlyList<T>>(rows);
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    public void Dispose() => _writer.Dispose();

    /// <summary>Makes the tables. Several callers may at once: making what is there does nothing.</summary>
    private async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isThere) return;
        await _writer.WriteBatchAsync(_schema, transactional: true, cancellationToken).ConfigureAwait(false);
        _isThere = true;
    }
}
