namespace Ephemeral.Sqlite.Tests;

public sealed class SharingTests : IDisposable
{
    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task TwoSpellingsOfAPath_ShareOneWriter()
    {
        await using SqliteSingleWriter first = await _database.OpenWithItemsAsync();
        string link = Path.Combine(_database.Folder, "link.db");
        File.CreateSymbolicLink(link, _database.Path);
        await using SqliteSingleWriter second = SqliteSingleWriter.GetOrCreate($"DataSource={_database.Folder}/../{Path.GetFileName(_database.Folder)}/test.db;Pooling=false");
        await using SqliteSingleWriter third = SqliteSingleWriter.GetOrCreate($"Data Source={link}");

        await first.ReadAsync("count", Queries.CountAsync).Within();

        Assert.Equal(first.Path, third.Path);
        Assert.Equal(1, second.GetCacheStats().Valid);
        Assert.Equal(1, third.GetCacheStats().Valid);
    }

    [Fact]
    public async Task OtherOptions_AreRefused_TheSameOrNoneAreNot()
    {
        await using SqliteSingleWriter first = _database.Open(TempDatabase.Fast with { MaxReaders = 3 });
        await using SqliteSingleWriter same = _database.Open(TempDatabase.Fast with { MaxReaders = 3 });
        await using SqliteSingleWriter none = SqliteSingleWriter.GetOrCreate(_database.ConnectionString);

        InvalidOperationException options = Assert.Throws<InvalidOperationException>(() => _database.Open(new() { MaxReaders = 4 }));
        InvalidOperationException text = Assert.Throws<InvalidOperationException>(() => SqliteSingleWriter.GetOrCreate(_database.ConnectionString + ";Recursive Triggers=true"));

        Assert.Contains(_database.Path, options.Message, StringComparison.Ordinal);
        Assert.Contains(_database.Path, text.Message, StringComparison.Ordinal);
        Assert.Equal(3, none.Options.MaxReaders);
    }

    [Fact]
    public async Task DisposeAsync_DoesWhatWasAccepted_AndTheNextWriterWaitsForTheLast()
    {
        SqliteSingleWriter first = await _database.OpenWithItemsAsync();
        Gate gate = new();
        Task running = first.ExecuteInTransactionAsync(async (connection, transaction, _) =>
        {
            Queries.Execute(connection, "INSERT INTO items VALUES (1, 'a')", transaction);
            await gate.WaitAsync();
        });
        await gate.Reached;
        Task<int> waiting = first.WriteAsync("INSERT INTO items VALUES (2, 'b')");
        first.Dispose();

        await using SqliteSingleWriter second = _database.Open();
        Task<int> next = second.WriteAsync("INSERT INTO items VALUES (3, 'c')");
        Assert.False(next.IsCompleted);
        gate.Open();
        await Task.WhenAll(running, waiting, next).Within();

        Assert.Equal(3, await second.QueryAsync(Queries.CountAsync).Within());
    }

    [Fact]
    public async Task TheLastDispose_ClosesTheFile()
    {
        SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        await writer.QueryAsync(Queries.CountAsync).Within();
        Assert.True(File.Exists(_database.Path + "-wal"));

        await writer.DisposeAsync().Within();

        Assert.False(File.Exists(_database.Path + "-wal"));
    }

    [Fact]
    public async Task EverythingIsRefused_AfterDispose()
    {
        SqliteSingleWriter writer = _database.Open();
        await writer.DisposeAsync().Within();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.WriteAsync("SELECT 1"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.WriteBatchAsync([new SqliteStatement("SELECT 1")]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.ExecuteInTransactionAsync((_, _, _) => Task.CompletedTask));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.QueryAsync(Queries.CountAsync));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.ReadAsync("key", Queries.CountAsync));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.FlushWritesAsync());
        Assert.Throws<ObjectDisposedException>(() => writer.EnableSignalDrivenInvalidation(new()));
    }

    [Fact]
    public void InvalidOptions_AreListedTogether()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => _database.Open(new() { MaxReaders = 0, BusyTimeout = TimeSpan.FromSeconds(-1), SampleRate = -1 }));
        Assert.Contains("(3 faults)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "connectionString")]
    [InlineData("Data Source=:memory:", "memory")]
    [InlineData("Data Source=x;Mode=Memory;Cache=Shared", "memory")]
    [InlineData("Data Source=x.db;Mode=ReadOnly", "Mode=ReadOnly")]
    [InlineData("Data Source=file:x.db?cache=shared", "URI")]
    [InlineData("Password=secret", "names no file")]
    [InlineData("Data Sauce=x.db", "Data Source=app.db")]
    [InlineData("x.db", "Data Source=app.db")]
    public void AConnectionStringWithoutAFile_IsRefusedWithASentence(string connectionString, string word)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => SqliteSingleWriter.GetOrCreate(connectionString));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
