using System.Globalization;
using Ephemeral.Sqlite.Execution;
using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite;

/// <summary>Entities of one table: derive from it, say how an entity is mapped, and reads are cached and kept true by the writes.</summary>
/// <remarks>
/// <para>Thread-safe. It shares the file's writer; the cache keys are <c>{table}:{id}</c> and <c>{table}:all</c>. Entities that it returns are cached
/// and shared: treat them as read-only.</para>
/// <para>The table must exist; make it with <see cref="Writer"/>.</para>
/// </remarks>
/// <typeparam name="TEntity">The entities.</typeparam>
/// <typeparam name="TKey">Their keys. Two keys with the same invariant text are one.</typeparam>
public abstract class SqliteRepository<TEntity, TKey> : IAsyncDisposable, IDisposable
    where TEntity : class
    where TKey : notnull
{
    private readonly string _quotedTable;
    private readonly string _allKey;

    /// <summary>Makes a repository.</summary>
    /// <param name="connectionString">A SQLite connection string that names a file.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="options">The options of the file's writer; null for those of the writer that is there, else the defaults.</param>
    /// <exception cref="ArgumentException">The connection string, the table's name or the options are not valid.</exception>
    /// <exception cref="InvalidOperationException">The file has a writer already, with other options.</exception>
    protected SqliteRepository(string connectionString, string table, SqliteSingleWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(table);
        if (table.Contains(':', StringComparison.Ordinal)) throw new ArgumentException($"The table name '{table}' has a colon, which separates table and key in the cache. Rename the table.", nameof(table));
        Table = table;
        _quotedTable = SqlName.Quote(table);
        _allKey = table + ":all";
        Writer = SqliteSingleWriter.GetOrCreate(connectionString, options);
    }

    /// <summary>Gets the table's name.</summary>
    protected string Table { get; }

    /// <summary>Gets the repository's handle on the file's writer.</summary>
    protected SqliteSingleWriter Writer { get; }

    /// <summary>Gets the name of the key's column, which must be unique.</summary>
    /// <value>The default is <c>Id</c>.</value>
    protected virtual string KeyColumn => "Id";

    /// <summary>Returns an entity by its key.</summary>
    /// <returns>Null when there is none.</returns>
    public Task<TEntity?> GetByIdAsync(TKey id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        string cacheKey = CacheKey(id);
        return cacheKey == _allKey
            ? Writer.QueryAsync(connection => FindAsync(connection, id), cancellationToken) // an entity named "all" must not meet the list in the cache
            : Writer.ReadAsync(cacheKey, connection => FindAsync(connection, id), null, cancellationToken);
    }

    /// <summary>Returns all entities, in the order of the table.</summary>
    public Task<IReadOnlyList<TEntity>> GetAllAsync(CancellationToken cancellationToken = default) =>
        Writer.ReadAsync(_allKey, ListAsync, null, cancellationToken);

    /// <summary>Adds an entity.</summary>
    /// <exception cref="SqliteException">SQLite refused it, for example because its key exists.</exception>
    public Task InsertAsync(TEntity entity, CancellationToken cancellationToken = default) => WriteAsync(entity, InsertText, cancellationToken);

    /// <summary>Adds an entity, or replaces the values of the one that has its key.</summary>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    public Task UpsertAsync(TEntity entity, CancellationToken cancellationToken = default) => WriteAsync(entity, UpsertText, cancellationToken);

    /// <summary>Replaces the values of the entity with this one's key.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    public async Task<bool> UpdateAsync(TEntity entity, CancellationToken cancellationToken = default) =>
        await WriteAsync(entity, UpdateText, cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>Removes an entity.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    public async Task<bool> DeleteAsync(TKey id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        SqliteStatement statement = new($"DELETE FROM {_quotedTable} WHERE {SqlName.Quote(KeyColumn)} = @p0", ("p0", id));
        return await Writer.WriteAndInvalidateAsync(statement, [CacheKey(id), _allKey], cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Disposes the repository's handle and waits for the writes accepted so far. Calling it again is safe.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the repository's handle without waiting. Calling it again is safe.</summary>
    public virtual void Dispose()
    {
        Writer.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes an entity of the row that the reader stands on. All columns of the table are there.</summary>
    protected abstract TEntity Map(SqliteDataReader reader);

    /// <summary>Returns the values of an entity by column, that of the key included.</summary>
    protected abstract IReadOnlyList<(string Column, object? Value)> ToColumns(TEntity entity);

    /// <summary>Returns the key of an entity.</summary>
    protected abstract TKey GetId(TEntity entity);

    private string CacheKey(TKey id) => $"{Table}:{Convert.ToString(id, CultureInfo.InvariantCulture)}";

    private Task<int> WriteAsync(TEntity entity, Func<string[], string> text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entity);
        IReadOnlyList<(string Column, object? Value)> columns = ToColumns(entity);
        string sql = text([.. columns.Select(static column => SqlName.Quote(column.Column))]);
        SqliteStatement statement = new(sql, [.. columns.Select(static (column, i) => (Parameter(i), column.Value)), ("key", GetId(entity))]);
        return Writer.WriteAndInvalidateAsync(statement, [CacheKey(GetId(entity)), _allKey], cancellationToken);
    }

    private string InsertText(string[] columns) =>
        $"INSERT INTO {_quotedTable} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(static (_, i) => "@" + Parameter(i)))})";

    private string UpdateText(string[] columns) => $"UPDATE {_quotedTable} SET {Assignments(columns)} WHERE {SqlName.Quote(KeyColumn)} = @key";

    private string UpsertText(string[] columns) => $"{InsertText(columns)} ON CONFLICT ({SqlName.Quote(KeyColumn)}) DO UPDATE SET {Assignments(columns)}";

    private static string Assignments(string[] columns) => string.Join(", ", columns.Select(static (column, i) => $"{column} = @{Parameter(i)}"));

    private static string Parameter(int index) => "p" + index.ToString(CultureInfo.InvariantCulture);

    private Task<TEntity?> FindAsync(SqliteConnection connection, TKey id)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // names are quoted; values are parameters
        command.CommandText = $"SELECT * FROM {_quotedTable} WHERE {SqlName.Quote(KeyColumn)} = @key";
#pragma warning restore CA2100
        command.Parameters.AddWithValue("key", id);
        using SqliteDataReader reader = command.ExecuteReader();
        return Task.FromResult(reader.Read() ? Map(reader) : null);
    }

    private Task<IReadOnlyList<TEntity>> ListAsync(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // the name is quoted
        command.CommandText = $"SELECT * FROM {_quotedTable}";
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        List<TEntity> entities = [];
        while (reader.Read()) entities.Add(Map(reader));
        return Task.FromResult<IReadOnlyList<TEntity>>(entities);
    }
}
