using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Tests;

internal static class Queries
{
    public static Task<long> CountAsync(SqliteConnection connection) => Task.FromResult(Scalar<long>(connection, "SELECT count(*) FROM items"));

    public static Task<string?> NameAsync(SqliteConnection connection, long id) =>
        Task.FromResult(Scalar<string?>(connection, $"SELECT name FROM items WHERE id = {id}"));

    public static T Scalar<T>(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is { } value and not DBNull ? (T)value : default!;
    }

    public static void Execute(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
