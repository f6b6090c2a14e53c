using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Execution;

/// <summary>Says what went wrong with which file and what to do, where SQLite says only the former.</summary>
internal static class SqliteFailures
{
    // Result codes of SQLite, from its documentation.
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Interrupt = 9;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static bool IsInterrupt(Exception error) => error is SqliteException { SqliteErrorCode: Interrupt };

    /// <summary>Returns the exception for the caller: of the same type and with the same codes, or the given one.</summary>
    public static Exception Explain(Exception error, string path, bool isRead, TimeSpan busyTimeout)
    {
        if (error is not SqliteException failure) return error;
        string? sentence = failure.SqliteErrorCode switch
        {
            Busy or Locked => $"The database '{path}' was locked by another connection for longer than the busy timeout of {busyTimeout}. End the other transaction, or allow more time.",
            ReadOnly when isRead => $"A read of '{path}' tried to write. Write with WriteAsync, WriteBatchAsync or ExecuteInTransactionAsync.",
            ReadOnly => $"The database '{path}' cannot be written: the file or its folder is read-only. Change the permissions, or name another file.",
            InputOutput => $"The disk failed to read or write the database '{path}'. Look at the disk and its free space.",
            Corrupt => $"The database '{path}' is damaged. Restore it from a backup, or save what can be read with sqlite3's .recover.",
            Full => $"There is no room for the database '{path}': the disk or the file's page limit is full. Nothing of this call was kept; free space and write again.",
            CannotOpen => $"The database '{path}' cannot be opened: its folder does not exist or must not be written to. Create the folder, or name another file.",
            NotADatabase => $"The file '{path}' is not a SQLite database, or its password is another. It was left as it is; name another file.",
            _ => null,
        };
        return sentence is null
            ? error
            : new SqliteException($"{sentence} (SQLite error {failure.SqliteExtendedErrorCode})", failure.SqliteErrorCode, failure.SqliteExtendedErrorCode);
    }
}
