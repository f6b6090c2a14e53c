using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Tests;

public sealed class ReadingTests : IDisposable
{
    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task ACachedRead_RunsOnceUntilItIsInvalidated()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        int reads = 0;
        Task<long> Count() => writer.ReadAsync("count", connection =>
        {
            reads++;
            return Queries.CountAsync(connection);
        });

        Assert.Equal(0, await Count().Within());
        await writer.WriteAsync("INSERT INTO items VALUES (1, 'a')").Within();
        Assert.Equal(0, await Count().Within());
        Assert.True(writer.InvalidateCache("count"));
        Assert.Equal(1, await Count().Within());

        Assert.Equal(2, reads);
        Assert.Equal(["cache.miss:count", "cache.hit:count", "cache.invalidate:count", "cache.miss:count"], writer.GetSignals("cache.*").Select(signal => signal.Signal));
        Assert.Equal(["read.start:count", "read.done:count", "read.start:count", "read.done:count"], writer.GetSignals("read.*").Select(signal => signal.Signal));
    }

    [Fact]
    public async Task ACachedRead_OfAnotherType_IsRefusedByItsKey()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        await writer.ReadAsync("key", Queries.CountAsync).Within();

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => writer.ReadAsync("key", c => Queries.NameAsync(c, 1)));

        Assert.Contains("'key' holds a Int64, but a String", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASignal_DropsAResult_ItsKeyOrAll()
    {
        SignalSink sink = new();
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync(TempDatabase.Fast with { Signals = sink });
        using IDisposable subscription = writer.EnableSignalDrivenInvalidation(sink, ["cache.invalidate:*", "items.changed"]);
        async Task<int> CachedAfter(Action raise)
        {
            foreach (string key in new[] { "user:1", "user:2", "user:3" }) await writer.ReadAsync(key, Queries.CountAsync).Within();
            raise();
            return writer.GetCacheStats().Valid;
        }

        Assert.Equal(2, await CachedAfter(() => sink.Raise("cache.invalidate:user:1")));
        Assert.Equal(2, await CachedAfter(() => sink.Raise("items.changed", "user:2")));
        Assert.Equal(0, await CachedAfter(() => sink.Raise("items.changed")));
        Assert.Equal(3, await CachedAfter(() => sink.Raise("cache.invalidate")));
        subscription.Dispose();
        Assert.Equal(3, await CachedAfter(() => sink.Raise("cache.invalidate:user:1")));
        Assert.Equal(["cache.invalidate.external:user:1", "cache.invalidate.external:user:2"], writer.GetSignals("cache.invalidate.external:*").Select(signal => signal.Signal));
    }

    [Fact]
    public async Task AReadThatWrites_IsRefused()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();

        SqliteException error = await Assert.ThrowsAsync<SqliteException>(() => writer.QueryAsync(connection =>
        {
            Queries.Execute(connection, "INSERT INTO items VALUES (1, 'a')");
            return Task.FromResult(1);
        }));

        Assert.Contains("WriteAsync", error.Message, StringComparison.Ordinal);
        Assert.Contains(_database.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadsInsideReads_WaitForNobody_AndACircleIsRefused()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync(TempDatabase.Fast with { MaxReaders = 1 });

        long count = await writer.ReadAsync("outer", async _ => await writer.ReadAsync("inner", Queries.CountAsync)).Within();
        Task<long> circle = writer.ReadAsync("a", async _ => await writer.ReadAsync("b", async _ => await writer.ReadAsync("a", Queries.CountAsync)));

        Assert.Equal(0, count);
        await Assert.ThrowsAsync<InvalidOperationException>(() => circle.Within());
    }

    [Fact]
    public async Task ACancelledQuery_IsStoppedWhileItRuns()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync(TempDatabase.Fast with { MaxReaders = 1, DefaultCommandTimeoutSeconds = 0 });
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<long> endless = writer.QueryAsync(
            connection =>
            {
                begun.SetResult();
                return Task.FromResult(Queries.Scalar<long>(connection, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"));
            },
            cancellation.Token);
        await begun.Task.Within();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.Within());
        Assert.Equal(0, await writer.QueryAsync(Queries.CountAsync).Within()); // the only slot is free again
    }

    [Fact]
    public async Task Readers_SeeWhatIsCommitted_WhileATransactionRuns()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        Gate gate = new();
        Task running = writer.ExecuteInTransactionAsync(async (connection, transaction, _) =>
        {
            Queries.Execute(connection, "INSERT INTO items VALUES (1, 'a')", transaction);
            await gate.WaitAsync();
        });
        await gate.Reached;

        Assert.Equal(0, await writer.QueryAsync(Queries.CountAsync).Within());
        gate.Open();
        await running.Within();
        Assert.Equal(1, await writer.QueryAsync(Queries.CountAsync).Within());
    }

    [Fact]
    public async Task SampleRateZero_IsSilent()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync(TempDatabase.Fast with { SampleRate = 0 });
        await writer.ReadAsync("count", Queries.CountAsync).Within();
        Assert.Empty(writer.GetSignals());
    }
}
