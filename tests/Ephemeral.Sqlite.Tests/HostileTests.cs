using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Tests;

/// <summary>Readers that are left open, connection strings and paths that lead elsewhere, texts of several statements, and other programs.</summary>
public sealed class HostileTests : IDisposable
{
    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task AResultThatIsLeftOpen_KeepsNoLaterReadInThePast()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync(TempDatabase.Fast with { MaxReaders = 1 });
        await writer.WriteAsync("INSERT INTO items VALUES (1, 'a'), (2, 'b')").Within();
        SqliteDataReader left = await writer.QueryAsync(connection => Task.FromResult(FirstRow(connection))).Within();

        await writer.WriteAsync("INSERT INTO items VALUES (3, 'c')").Within();

        Assert.Equal(3, await writer.QueryAsync(Queries.CountAsync).Within());
        GC.KeepAlive(left);
    }

    [Fact]
    public async Task AResultThatATransactionLeavesOpen_BlocksNoLaterWrite()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        await writer.WriteAsync("INSERT INTO items VALUES (1, 'a'), (2, 'b')").Within();
        SqliteDataReader left = await writer.ExecuteInTransactionAsync((connection, _, _) => Task.FromResult(FirstRow(connection))).Within();
        _database.Scalar("INSERT INTO items VALUES (3, 'by another program') RETURNING id");

        Assert.Equal(1, await writer.WriteAsync("INSERT INTO items VALUES (4, 'd')").Within());

        Assert.Equal(4, await writer.QueryAsync(Queries.CountAsync).Within());
        GC.KeepAlive(left);
    }

    [Fact]
    public async Task ASharedCache_DoesNotMakeReadersMeetTheWriter()
    {
        await using SqliteSingleWriter writer = SqliteSingleWriter.GetOrCreate(_database.ConnectionString + ";Cache=Shared", TempDatabase.Fast);
        await writer.WriteAsync("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT)").Within();
        Gate gate = new();
        Task running = writer.ExecuteInTransactionAsync((connection, transaction, ct) =>
        {
            Queries.Execute(connection, "INSERT INTO items VALUES (1, 'a')", transaction);
            return gate.WaitAsync(ct);
        });
        await gate.Reached;

        Assert.Equal(0, await writer.QueryAsync(Queries.CountAsync).Within());
        gate.Open();
        await running.Within();
    }

    [Fact]
    public async Task AFolderThatIsALink_LeadsToTheSameWriter()
    {
        string link = Path.Combine(_database.Folder, "link");
        string real = Directory.CreateDirectory(Path.Combine(_database.Folder, "real")).FullName;
        Directory.CreateSymbolicLink(link, real);
        await using SqliteSingleWriter one = SqliteSingleWriter.GetOrCreate($"Data Source={Path.Combine(real, "x.db")}");
        await using SqliteSingleWriter other = SqliteSingleWriter.GetOrCreate($"Data Source={Path.Combine(link, "x.db")}");

        Assert.Equal(one.Path, other.Path);
    }

    [Fact]
    public async Task SeveralStatements_OfWhichOneFails_KeepTheFirst_AndDropTheCachedResult()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        Assert.Equal(0, await writer.ReadAsync("count", Queries.CountAsync).Within());

        await Assert.ThrowsAsync<SqliteException>(() =>
            writer.WriteAndInvalidateAsync(new SqliteStatement("INSERT INTO items VALUES (1, 'a'); INSERT INTO items VALUES (1, 'b')"), ["count"]));

        Assert.Equal(1L, _database.Scalar("SELECT count(*) FROM items"));
        Assert.Equal(1, await writer.ReadAsync("count", Queries.CountAsync).Within());
    }

    [Fact]
    public async Task AnotherProgramThatWritesToo_IsWaitedFor()
    {
        const int Writes = 300;
        using CancellationTokenSource done = new();
        Task<int>[] others = [.. Enumerable.Range(1, 1).Select(other => Task.Factory.StartNew(() => WriteElsewhere(other * 1_000_000, done.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        await using SqliteSingleWriter writer = _database.Open();
        await writer.WriteAsync("CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, name TEXT)").Within();
        for (int id = 1; id <= Writes; id++)
        {
            await writer.WriteAsync(new SqliteStatement("INSERT INTO items VALUES (@id, '')", ("id", id))).Within();
            Assert.InRange(await writer.QueryAsync(Queries.CountAsync).Within(), id, long.MaxValue);
        }

        await done.CancelAsync();
        int elsewhere = (await Task.WhenAll(others).Within()).Sum();

        Assert.Equal(Writes + elsewhere, await writer.QueryAsync(Queries.CountAsync).Within());
        Assert.Equal(0, writer.GetWriteMetrics().Failed);
    }

    [Fact]
    public async Task DisposeAsync_WaitsForTheReadsThatRun_AndRefusesThoseThatCome()
    {
        SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        Gate gate = new();
        Task<long> running = writer.QueryAsync(async connection =>
        {
            await gate.WaitAsync();
            return await Queries.CountAsync(connection);
        });
        await gate.Reached;

        Task end = writer.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.QueryAsync(Queries.CountAsync));
        Assert.False(end.IsCompleted);
        gate.Open();

        Assert.Equal(0, await running.Within());
        await end.Within();
        Assert.False(File.Exists(_database.Path + "-wal"));
    }

    [Fact]
    public async Task ACancelledWriteThatRuns_EndsAsItEnds()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        using CancellationTokenSource cancellation = new();
        Task<int> write;
        Gate begun = new();
        await writer.ExecuteInTransactionAsync((connection, _, _) =>
        {
            connection.CreateFunction("begun", () =>
            {
                begun.WaitAsync();
                cancellation.Cancel();
                return "x";
            });
            return Task.CompletedTask;
        }).Within();
        write = writer.WriteAsync("INSERT INTO items SELECT value, begun() FROM json_each('[1,2,3]')", cancellation.Token);
        await begun.Reached;

        Assert.Equal(3, await write.Within());
        Assert.Equal(3, await writer.QueryAsync(Queries.CountAsync).Within());
    }

    private int WriteElsewhere(int first, CancellationToken done)
    {
        using SqliteConnection connection = new(_database.ConnectionString + ";Pooling=False;Default Timeout=20");
        connection.Open();
        Queries.Execute(connection, "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, name TEXT)");
        int written = 0;
        for (; !done.IsCancellationRequested; written++)
        {
            Queries.Execute(connection, $"INSERT INTO items VALUES ({first + written}, '')");
            Queries.Execute(connection, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) SELECT sum(i) FROM n"); // works, with the file free
        }

        return written;
    }

    private static SqliteDataReader FirstRow(SqliteConnection connection)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM items";
        SqliteDataReader reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return reader;
    }
}
