using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Tests;

/// <summary>Bad files and bad days. Each is one exception that names the file; nothing acknowledged is lost, nothing is half done.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task AFileThatIsNoDatabase_IsNamedAndLeftAsItIs()
    {
        string text = new('x', 5_000);
        await File.WriteAllTextAsync(_database.Path, text, TestContext.Current.CancellationToken);
        await using SqliteSingleWriter writer = _database.Open();

        SqliteException write = await Assert.ThrowsAsync<SqliteException>(() => writer.WriteAsync("CREATE TABLE t (id)"));
        SqliteException read = await Assert.ThrowsAsync<SqliteException>(() => writer.QueryAsync(Queries.CountAsync));

        Assert.StartsWith($"The file '{_database.Path}' is not a SQLite database", write.Message, StringComparison.Ordinal);
        Assert.Equal(26, read.SqliteErrorCode);
        Assert.Equal(text, await File.ReadAllTextAsync(_database.Path, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/proc/ephemeral-test.db")] // even root cannot create a file there
    [InlineData("/nowhere/at/all/test.db")]
    public async Task AFolderThatMustNotBeWritten_OrIsNotThere_IsNamed(string path)
    {
        await using SqliteSingleWriter writer = SqliteSingleWriter.GetOrCreate($"Data Source={path}");

        SqliteException error = await Assert.ThrowsAsync<SqliteException>(() => writer.WriteAsync("CREATE TABLE t (id)"));

        Assert.StartsWith($"The database '{path}' cannot be opened", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReadOnlyFile_IsNamed()
    {
        await (await _database.OpenWithItemsAsync()).DisposeAsync();
        using (FileStream file = new(_database.Path, FileMode.Open)) // a newer format for writing: SQLite opens it for reading only, whoever runs the test
        {
            file.Position = 18;
            file.WriteByte(9);
        }

        await using SqliteSingleWriter writer = _database.Open(TempDatabase.Fast with { EnableWriteAheadLogging = false });

        SqliteException error = await Assert.ThrowsAsync<SqliteException>(() => writer.WriteAsync("INSERT INTO items VALUES (1, 'a')"));

        Assert.StartsWith($"The database '{_database.Path}' cannot be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFullDisk_RefusesTheWrite_KeepsWhatWasThere_AndGoesOnWhenThereIsRoom()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        await writer.WriteAsync("INSERT INTO items VALUES (1, 'kept')").Within();
        await writer.WriteAsync("PRAGMA max_page_count = 10").Within();
        SqliteStatement big = new("INSERT INTO items (name) VALUES (@text)", ("text", new string('x', 100_000)));

        SqliteException one = await Assert.ThrowsAsync<SqliteException>(() => writer.WriteAsync(big));
        SqliteException batch = await Assert.ThrowsAsync<SqliteException>(() => writer.WriteBatchAsync([new SqliteStatement("INSERT INTO items VALUES (2, 'half')"), big]));
        SqliteException transaction = await Assert.ThrowsAsync<SqliteException>(() => writer.ExecuteInTransactionAsync((connection, tx, _) =>
        {
            Queries.Execute(connection, "INSERT INTO items VALUES (3, 'half')", tx);
            Queries.Execute(connection, "INSERT INTO items (name) VALUES (hex(zeroblob(100000)))", tx);
            return Task.CompletedTask;
        }));

        Assert.All([one, batch, transaction], error =>
        {
            Assert.Equal(13, error.SqliteErrorCode);
            Assert.StartsWith($"There is no room for the database '{_database.Path}'", error.Message, StringComparison.Ordinal);
        });
        Assert.Equal("kept", await writer.QueryAsync(c => Queries.NameAsync(c, 1)).Within());
        Assert.Equal(1, await writer.QueryAsync(Queries.CountAsync).Within());
        await writer.WriteAsync("PRAGMA max_page_count = 100000").Within();
        Assert.Equal(1, await writer.WriteAsync(big).Within());
        Assert.Equal("ok", _database.Scalar("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task ALockedDatabase_IsNamedAfterTheBusyTimeout_AndWrittenLater()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync(TempDatabase.Fast with { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        using SqliteConnection other = new(_database.ConnectionString + ";Pooling=False");
        other.Open();
        Queries.Execute(other, "BEGIN EXCLUSIVE");

        SqliteException error = await Assert.ThrowsAsync<SqliteException>(() => writer.WriteAsync("INSERT INTO items VALUES (1, 'a')"));

        Assert.StartsWith($"The database '{_database.Path}' was locked by another connection for longer than the busy timeout of 00:00:00.0500000", error.Message, StringComparison.Ordinal);
        Queries.Execute(other, "COMMIT");
        Assert.Equal(1, await writer.WriteAsync("INSERT INTO items VALUES (1, 'a')").Within());
    }

    [Fact]
    public async Task ADatabaseThatIsLockedWhenItIsOpened_IsNamed_AndOpenedLater()
    {
        await (await _database.OpenWithItemsAsync()).DisposeAsync();
        await using SqliteSingleWriter writer = _database.Open(TempDatabase.Fast with { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        using SqliteConnection other = new(_database.ConnectionString + ";Pooling=False");
        other.Open();
        Queries.Execute(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; INSERT INTO items VALUES (9, 'z'); COMMIT");

        SqliteException write = await Assert.ThrowsAsync<SqliteException>(() => writer.WriteAsync("INSERT INTO items VALUES (1, 'a')").Within());
        SqliteException read = await Assert.ThrowsAsync<SqliteException>(() => writer.QueryAsync(Queries.CountAsync).Within());

        Assert.All([write, read], error => Assert.StartsWith($"The database '{_database.Path}' was locked", error.Message, StringComparison.Ordinal));
        other.Close();
        Assert.Equal(1, await writer.WriteAsync("INSERT INTO items VALUES (1, 'a')").Within());
        Assert.Equal(2, await writer.QueryAsync(Queries.CountAsync).Within());
    }

    [Fact]
    public async Task AReaderThatThrows_OrClosesItsConnection_HarmsNobody()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync(TempDatabase.Fast with { MaxReaders = 1 });

        await Assert.ThrowsAsync<FormatException>(() => writer.QueryAsync<int>(_ => throw new FormatException()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.QueryAsync<int>(_ => null!));
        await Assert.ThrowsAsync<InvalidOperationException>(() => writer.QueryAsync(connection =>
        {
            Queries.Execute(connection, "BEGIN");
            return Queries.CountAsync(connection);
        }));
        await writer.QueryAsync(async connection =>
        {
            await connection.CloseAsync();
            return 1;
        }).Within();

        Assert.Equal(0, await writer.QueryAsync(Queries.CountAsync).Within());
    }
}
