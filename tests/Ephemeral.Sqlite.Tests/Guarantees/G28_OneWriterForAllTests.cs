namespace Ephemeral.Sqlite.Tests.Guarantees;

/// <summary>Guarantee 28.</summary>
public sealed class G28_OneWriterForAllTests : IDisposable
{
    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task G28_AReadInFlightDuringAnInvalidationDoesNotCacheTheOldValueAgain()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        await writer.WriteAsync("INSERT INTO items VALUES (1, 'old')").Within();
        Gate read = new();
        Task<string?> inFlight = writer.ReadAsync("item:1", async connection =>
        {
            string? name = await Queries.NameAsync(connection, 1);
            await read.WaitAsync();
            return name;
        });
        await read.Reached;

        await writer.WriteAndInvalidateAsync("UPDATE items SET name = @Name", new { Name = "new" }, ["item:1"]).Within();
        read.Open();

        Assert.Equal("old", await inFlight.Within());
        Assert.Equal("new", await writer.ReadAsync("item:1", connection => Queries.NameAsync(connection, 1)).Within());
    }

    [Fact]
    public async Task G28_OneOwnersDisposeLeavesTheOthersWriterAlive()
    {
        SqliteSingleWriter first = await _database.OpenWithItemsAsync();
        await using SqliteSingleWriter second = _database.Open();

        await first.DisposeAsync().Within();
        await first.DisposeAsync().Within();
        first.Dispose();

        Assert.Equal(1, await second.WriteAsync("INSERT INTO items VALUES (1, 'x')").Within());
        Assert.Equal(1, await second.QueryAsync(Queries.CountAsync).Within());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => first.WriteAsync("DELETE FROM items"));
    }

    [Fact]
    public async Task G28_OnePatternMatchesEveryWriteSignal()
    {
        SignalSink shared = new();
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync(TempDatabase.Fast with { Signals = shared });
        await writer.WriteBatchAsync([new SqliteStatement("INSERT INTO items VALUES (1, 'a')")]).Within();
        await writer.ExecuteInTransactionAsync((_, _, _) => Task.CompletedTask).Within();
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => writer.WriteAsync("INSERT INTO nowhere VALUES ('secret')"));
        await writer.FlushWritesAsync().Within();

        string[] names = [.. writer.GetSignals("write.*").Select(signal => signal.Signal)];

        Assert.Equal(
            [
                "write.enqueue", "write.start", "write.done",
                "write.batch.enqueue", "write.batch.start", "write.batch.done",
                "write.tx.enqueue", "write.tx.start", "write.tx.begin", "write.tx.commit", "write.tx.done",
                "write.enqueue", "write.start", "write.error",
                "write.flush.start", "write.flush.done",
            ],
            names);
        Assert.Equal(names, shared.Sense(signal => signal.Signal.StartsWith("write", StringComparison.Ordinal)).Select(signal => signal.Signal));
        Assert.DoesNotContain(writer.GetSignals(), signal => $"{signal.Signal}{signal.Key}".Contains("INSERT", StringComparison.Ordinal));
    }
}
