using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Execution;

/// <summary>Opens connections and gives them their settings.</summary>
internal sealed class SessionFactory(DatabaseFile file, SqliteSingleWriterOptions options, WriterSignals signals)
{
    public Session OpenWriter()
    {
        SqliteConnection connection = Open("connection.open.write");
        try
        {
            if (options.EnableWriteAheadLogging && Set(connection, "PRAGMA journal_mode = WAL", null) is "wal") signals.Raise("pragma.wal.on"); // not on every file system
            Set(connection, options.EnforceForeignKeys ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF", options.EnforceForeignKeys ? "pragma.foreign_keys.on" : null);
            Set(connection, options.Synchronous == SqliteSynchronous.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL", null);
            Set(connection, "SELECT count(*) FROM sqlite_schema", null); // a file that is no database is found here, before anything is written
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public Session OpenReader()
    {
        SqliteConnection connection = Open("connection.open.read");
        try
        {
            Set(connection, "PRAGMA query_only = ON", null);
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteConnection Open(string signal)
    {
        SqliteConnection connection = new(file.ConnectionString);
        try
        {
            connection.Open();
            connection.Handle!.enable_sqlite3_next_stmt(true); // a session looks at its statements
            signals.Raise(signal);
            string timeout = ((int)options.BusyTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            Set(connection, "PRAGMA busy_timeout = " + timeout, "pragma.busy_timeout");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private object? Set(SqliteConnection connection, string pragma, string? signal)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // a constant, or a number
        command.CommandText = pragma;
#pragma warning restore CA2100
        object? answer = command.ExecuteScalar();
        if (signal is not null) signals.Raise(signal);
        return answer;
    }
}
