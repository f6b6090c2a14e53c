using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Tests;

/// <summary>A folder with a database file in it, gone at the end.</summary>
public sealed class TempDatabase : IDisposable
{
    public TempDatabase() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "ephemeral-sqlite-" + Guid.NewGuid().ToString("N"));

    public string Path => System.IO.Path.Combine(Folder, "test.db");

    public string ConnectionString => $"Data Source={Path}";

    /// <summary>Most tests are not about the disk.</summary>
    public static SqliteSingleWriterOptions Fast { get; } = new() { Synchronous = SqliteSynchronous.Normal };

    public SqliteSingleWriter Open(SqliteSingleWriterOptions? options = null) => SqliteSingleWriter.GetOrCreate(ConnectionString, options ?? Fast);

    public async Task<SqliteSingleWriter> OpenWithItemsAsync(SqliteSingleWriterOptions? options = null)
    {
        SqliteSingleWriter writer = Open(options);
        await writer.WriteAsync("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT)").Within();
        return writer;
    }

    /// <summary>Reads on a connection of its own, as another program would.</summary>
    public object? Scalar(string sql)
    {
        using SqliteConnection connection = new(ConnectionString + ";Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
