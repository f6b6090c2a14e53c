using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite.Tests;

public sealed class WritingTests : IDisposable
{
    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Parameters_AreThePropertiesOfAnObject_ADictionary_OrNamed()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();

        await writer.WriteAsync("INSERT INTO items VALUES (@Id, @Name)", new { Id = 1, Name = (string?)"O'Neil; DROP TABLE items" }).Within();
        await writer.WriteAsync("INSERT INTO items VALUES (@id, $name)", new Dictionary<string, object?> { ["id"] = 2, ["$name"] = null }).Within();
        int rows = await writer.WriteAsync(new SqliteStatement("INSERT INTO items VALUES (:id, @name)", ("id", 3), ("@name", "c"))).Within();

        Assert.Equal(1, rows);
        Assert.Equal("O'Neil; DROP TABLE items", await writer.QueryAsync(c => Queries.NameAsync(c, 1)).Within());
        Assert.Null(await writer.QueryAsync(c => Queries.NameAsync(c, 2)).Within());
        Assert.Equal("c", await writer.QueryAsync(c => Queries.NameAsync(c, 3)).Within());
    }

    [Fact]
    public async Task Parameters_AreReadWhenTheWriteIsAccepted()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        Gate gate = new();
        Task first = writer.ExecuteInTransactionAsync((_, _, ct) => gate.WaitAsync(ct));
        await gate.Reached;
        Dictionary<string, object?> values = new() { ["id"] = 1 };
        Task<int> second = writer.WriteAsync("INSERT INTO items VALUES (@id, 'a')", values);

        values["id"] = 2;
        gate.Open();
        await Task.WhenAll(first, second).Within();

        Assert.Equal("a", await writer.QueryAsync(c => Queries.NameAsync(c, 1)).Within());
    }

    [Theory]
    [InlineData("text")]
    [InlineData(5)]
    public async Task Parameters_OfAPlainValue_AreRefusedByName(object value)
    {
        await using SqliteSingleWriter writer = _database.Open();

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync("SELECT 1", value));

        Assert.Contains(value.GetType().Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATransactionalBatch_IsWholeOrNotAtAll()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        (string, object?)[] batch = [("INSERT INTO items VALUES (1, 'a')", null), ("INSERT INTO items VALUES (@Id, 'b')", new { Id = 1 })];

        SqliteException error = await Assert.ThrowsAsync<SqliteException>(() => writer.WriteBatchAsync(batch));

        Assert.Equal(19, error.SqliteErrorCode);
        Assert.Equal(0, await writer.QueryAsync(Queries.CountAsync).Within());
        await Assert.ThrowsAsync<SqliteException>(() => writer.WriteBatchAsync(batch, transactional: false));
        Assert.Equal(1, await writer.QueryAsync(Queries.CountAsync).Within());
        Assert.Equal(2, await writer.WriteBatchAsync([new SqliteStatement("INSERT INTO items VALUES (8, '')"), new SqliteStatement("INSERT INTO items VALUES (9, '')")]).Within());
        Assert.Equal(0, await writer.WriteBatchAsync(Array.Empty<SqliteStatement>()).Within());
    }

    [Fact]
    public async Task ATransaction_IsCommittedWhenItEnds_AndRolledBackWhenItThrows()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();

        long inside = await writer.ExecuteInTransactionAsync((connection, transaction, _) =>
        {
            Queries.Execute(connection, "INSERT INTO items VALUES (1, 'a')", transaction);
            return Task.FromResult(7L);
        }).Within();
        await Assert.ThrowsAsync<FormatException>(() => writer.ExecuteInTransactionAsync((connection, transaction, _) =>
        {
            Queries.Execute(connection, "INSERT INTO items VALUES (2, 'b')", transaction);
            throw new FormatException();
        }));

        Assert.Equal(7, inside);
        Assert.Equal(1, await writer.QueryAsync(Queries.CountAsync).Within());
        Assert.Single(writer.GetWriteSnapshot(), operation => operation.Error is FormatException);
        Assert.Single(writer.GetSignals("write.tx.rollback"));
    }

    [Fact]
    public async Task AStatementThatLeavesATransactionOpen_IsRefusedAndRolledBack()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync("BEGIN; INSERT INTO items VALUES (1, 'a')"));

        Assert.Contains("ExecuteInTransactionAsync", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await writer.WriteAsync("INSERT INTO items VALUES (2, 'b')").Within());
        Assert.Equal(1, await writer.QueryAsync(Queries.CountAsync).Within());
    }

    [Fact]
    public async Task ACancelledWriteThatWaits_IsRemovedAndNeverDone()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        Gate gate = new();
        Task running = writer.ExecuteInTransactionAsync((_, _, _) => gate.WaitAsync());
        await gate.Reached;
        using CancellationTokenSource cancellation = new();
        Task<int> waiting = writer.WriteAsync("INSERT INTO items VALUES (1, 'a')", cancellation.Token);
        Task<int> next = writer.WriteAsync("INSERT INTO items VALUES (2, 'b')");
        Assert.Equal(2, writer.PendingWrites);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, writer.PendingWrites);
        gate.Open();
        await Task.WhenAll(running, next).Within();
        Assert.Equal("b", await writer.QueryAsync(c => Queries.NameAsync(c, 2)).Within());
        Assert.Equal(1, await writer.QueryAsync(Queries.CountAsync).Within());
    }

    [Fact]
    public async Task ACancelledTransactionThatRuns_IsToldSoAndRolledBack()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        Gate gate = new();
        using CancellationTokenSource cancellation = new();
        Task running = writer.ExecuteInTransactionAsync(
            async (connection, transaction, ct) =>
            {
                Queries.Execute(connection, "INSERT INTO items VALUES (1, 'a')", transaction);
                await gate.WaitAsync(ct);
            },
            cancellation.Token);
        await gate.Reached;

        await cancellation.CancelAsync();

        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.Equal(0, await writer.QueryAsync(Queries.CountAsync).Within());
    }

    [Fact]
    public async Task AFlush_IsABarrier_EvenForThoseWhoWaitForRoom()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync(TempDatabase.Fast with { QueueCapacity = 1 });
        Gate gate = new();
        Task running = writer.ExecuteInTransactionAsync((_, _, _) => gate.WaitAsync());
        await gate.Reached;
        Task<int>[] waiting = [.. Enumerable.Range(1, 5).Select(id => writer.WriteAsync("INSERT INTO items VALUES (@Id, '')", new { Id = id }))];

        Task flush = writer.FlushWritesAsync();
        Assert.False(flush.IsCompleted);
        gate.Open();
        await flush.Within();

        Assert.Equal(5L, _database.Scalar("SELECT count(*) FROM items"));
        await Task.WhenAll([running, .. waiting]).Within();
    }

    [Fact]
    public async Task WhatWouldWaitForItself_IsRefused()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();

        await writer.ExecuteInTransactionAsync(async (_, _, _) =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync("DELETE FROM items"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => writer.FlushWritesAsync());
            await Assert.ThrowsAsync<InvalidOperationException>(() => writer.DisposeAsync().AsTask());
            Assert.Equal(0, await writer.QueryAsync(Queries.CountAsync));
        }).Within();
    }

    [Fact]
    public async Task WhatATransactionLeavesBehind_MayWriteOnceItIsOver()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync();
        Gate over = new();
        Task<int> left = null!;
        AsyncLocal<string> callers = new() { Value = "the caller's" };
        string? seen = null;

        await writer.ExecuteInTransactionAsync((_, _, _) =>
        {
            seen = callers.Value;
            left = WriteLaterAsync();
            return Task.CompletedTask;
        }).Within();
        over.Open();

        Assert.Equal(1, await left.Within());
        Assert.Equal("the caller's", seen);

        async Task<int> WriteLaterAsync()
        {
            await over.WaitAsync();
            return await writer.WriteAsync("INSERT INTO items VALUES (1, 'a')");
        }
    }

    [Fact]
    public async Task AWriteOverItsTime_IsInterruptedAndRolledBack()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync(TempDatabase.Fast with { DefaultCommandTimeoutSeconds = 1 });
        const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) ";

        TimeoutException write = await Assert.ThrowsAsync<TimeoutException>(() => writer.WriteAsync(Endless + "INSERT INTO items SELECT i, 'x' FROM n").Within());
        TimeoutException read = await Assert.ThrowsAsync<TimeoutException>(() => writer.QueryAsync(c => Task.FromResult(Queries.Scalar<long>(c, Endless + "SELECT max(i) FROM n"))).Within());

        Assert.Contains(_database.Path, write.Message, StringComparison.Ordinal);
        Assert.Contains("1 s", read.Message, StringComparison.Ordinal);
        Assert.Equal(0, await writer.QueryAsync(Queries.CountAsync).Within());
    }

    [Fact]
    public async Task TheText_IsASignalsKeyOnlyIfWanted()
    {
        await using SqliteSingleWriter writer = _database.Open(TempDatabase.Fast with { IncludeSqlInSignals = true });
        await writer.WriteAsync("CREATE TABLE told (id)").Within();
        Assert.All(writer.GetSignals("write.*"), signal => Assert.Equal("CREATE TABLE told (id)", signal.Key));
        Assert.Equal(3, writer.GetSignals("write.*").Count);
    }
}
