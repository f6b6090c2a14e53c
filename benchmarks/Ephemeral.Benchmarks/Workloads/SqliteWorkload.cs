using Ephemeral.Sqlite;
using Microsoft.Data.Sqlite;

namespace Ephemeral.Benchmarks.Workloads;

/// <summary>Inserts into a file: through the single writer, or on one plain connection. Both with a write-ahead log that leaves the disk to the system.</summary>
internal sealed class SqliteWorkload : Workload
{
    private const string Table = "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT)";
    private const string Insert = "INSERT INTO items (name) VALUES (@name)";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"ephemeral-bench-{Guid.NewGuid():N}");
    private readonly Func<int, Task> _run;
    private readonly Func<ValueTask> _close;

    private SqliteWorkload(Func<string, (Func<int, Task> Run, Func<ValueTask> Close)> open)
    {
        Directory.CreateDirectory(_folder);
        (_run, _close) = open($"Data Source={Path.Combine(_folder, "bench.db")}");
    }

    /// <summary>Each write awaited by one of so many callers.</summary>
    public static Workload Writes(int callers) => new SqliteWorkload(connectionString =>
    {
        SqliteSingleWriter writer = Open(connectionString);
        return (items => Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallAsync(writer, items / callers))), writer.DisposeAsync);
    });

    /// <summary>So many writes in one batch.</summary>
    public static Workload Batches(int size) => new SqliteWorkload(connectionString =>
    {
        SqliteSingleWriter writer = Open(connectionString);
        return (RunAsync, writer.DisposeAsync);

        async Task RunAsync(int items)
        {
            for (int i = 0; i < items / size; i++) await writer.WriteBatchAsync(Enumerable.Repeat(Statement(), size));
        }
    });

    /// <summary>One connection, one prepared command, a transaction for each so many writes.</summary>
    public static Workload Plain(int perTransaction) => new SqliteWorkload(connectionString =>
    {
        SqliteConnection connection = new(connectionString + ";Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; " + Table);
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = Insert;
        command.Parameters.AddWithValue("@name", "a name of some length");
        return (Run, connection.DisposeAsync);

        Task Run(int items)
        {
            for (int i = 0; i < items / perTransaction; i++)
            {
                using SqliteTransaction transaction = connection.BeginTransaction();
                command.Transaction = transaction;
                for (int write = 0; write < perTransaction; write++) command.ExecuteNonQuery();
                transaction.Commit();
            }

            return Task.CompletedTask;
        }
    });

    public override Task RunAsync(int items) => _run(items);

    public override async ValueTask DisposeAsync()
    {
        await _close();
        Directory.Delete(_folder, recursive: true);
    }

    private static SqliteSingleWriter Open(string connectionString)
    {
        using (SqliteConnection connection = new(connectionString + ";Pooling=False"))
        {
            connection.Open();
            Execute(connection, Table);
        }

        return SqliteSingleWriter.GetOrCreate(connectionString, new() { Synchronous = SqliteSynchronous.Normal, SampleRate = 0 });
    }

    private static async Task CallAsync(SqliteSingleWriter writer, int writes)
    {
        for (int i = 0; i < writes; i++) await writer.WriteAsync(Statement());
    }

    private static SqliteStatement Statement() => new(Insert, ("name", "a name of some length"));

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // constants
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
