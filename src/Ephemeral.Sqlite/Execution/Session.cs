using System.Data;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ephemeral.Sqlite.Execution;

/// <summary>One open connection and the statements prepared on it. Used by one call at a time.</summary>
internal sealed class Session(SqliteConnection connection) : IDisposable
{
    private const int MaxPrepared = 64;
    private const int MaxStatements = 4 * MaxPrepared; // a text may hold several

    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    public SqliteConnection Connection => connection;

    /// <summary>Gets whether the connection may be used again: nobody has closed it, and nothing was left open that it would go on with.</summary>
    public bool IsReusable => IsOpen && !IsInTransaction && !HasLeftovers();

    /// <summary>Gets whether a transaction is open.</summary>
    public bool IsInTransaction => IsOpen && raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>Runs a statement to its end.</summary>
    /// <returns>How many rows it changed; 0 for what changes none.</returns>
    public int Execute(SqliteStatement statement, SqliteTransaction? transaction = null)
    {
        SqliteCommand command = Prepared(statement.Sql);
        command.Transaction = transaction;
        command.Parameters.Clear();
        foreach ((string name, object? value) in statement.Parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        try
        {
            return Math.Max(0, command.ExecuteNonQuery());
        }
        finally
        {
            command.Parameters.Clear(); // keeps no value alive
            command.Transaction = null;
        }
    }

    /// <summary>Stops the statement that runs, from any thread; nothing happens when none does.</summary>
    public void Interrupt()
    {
        if (connection.Handle is { IsInvalid: false, IsClosed: false } handle) raw.sqlite3_interrupt(handle);
    }

    public void Dispose()
    {
        Forget();
        connection.Dispose();
    }

    private bool IsOpen => connection.State == ConnectionState.Open;

    /// <summary>Tells whether a result was left open, which would keep all that comes after it in the past, or too many commands were.</summary>
    private bool HasLeftovers()
    {
        int count = 0;
        for (sqlite3_stmt? statement = raw.sqlite3_next_stmt(connection.Handle, null); statement is not null; statement = raw.sqlite3_next_stmt(connection.Handle, statement))
        {
            if (raw.sqlite3_stmt_busy(statement) != 0 || ++count > MaxStatements) return true;
        }

        return false;
    }

    private SqliteCommand Prepared(string sql)
    {
        if (_prepared.TryGetValue(sql, out SqliteCommand? existing)) return existing;
        if (_prepared.Count == MaxPrepared) Forget(); // texts that vary do not pile up
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // the text is the caller's statement; its values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        _prepared.Add(sql, command);
        return command;
    }

    private void Forget()
    {
        foreach (SqliteCommand command in _prepared.Values) command.Dispose();
        _prepared.Clear();
    }
}
