namespace Ephemeral.Sqlite.Tests;

public sealed class StressTests : IDisposable
{
    private const int Writers = 8;
    private const int WritesEach = 10_000;

    private readonly TempDatabase _database = new();

    public void Dispose() => _database.Dispose();

    /// <summary>Eight threads write while readers read: nobody meets a lock, and each reads what it wrote after a flush.</summary>
    [Fact]
    public async Task EightWritersAndTheirReaders_NeverMeetALock_AndReadTheirWritesAfterAFlush()
    {
        await using SqliteSingleWriter writer = _database.Open(TempDatabase.Fast with { SampleRate = 0, QueueCapacity = 256 });
        await writer.WriteAsync("CREATE TABLE items (id INTEGER PRIMARY KEY, owner INTEGER)").Within();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(owner => Task.Factory.StartNew(
            () => WriteAndReadAsync(writer, owner), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap())).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal((long)Writers * WritesEach, await writer.QueryAsync(Queries.CountAsync).Within());
        Assert.Equal(0, writer.GetWriteMetrics().Failed);
        Assert.Equal(0, writer.GetReadMetrics().Failed);
        Assert.Equal("ok", _database.Scalar("PRAGMA integrity_check"));
    }

    private static async Task WriteAndReadAsync(SqliteSingleWriter writer, int owner)
    {
        List<Task<int>> window = [];
        for (int i = 1; i <= WritesEach; i++)
        {
            window.Add(writer.WriteAsync(new SqliteStatement("INSERT INTO items VALUES (@id, @owner)", ("id", ((long)owner * WritesEach) + i), ("owner", owner))));
            if (i % 100 != 0) continue;
            if (i % 1_000 == 0) await writer.FlushWritesAsync();
            else await Task.WhenAll(window);
            long seen = await writer.QueryAsync(connection => Task.FromResult(Queries.Scalar<long>(connection, $"SELECT count(*) FROM items WHERE id > {(long)owner * WritesEach} AND id <= {(long)(owner + 1) * WritesEach}")));
            Assert.Equal(i, seen);
            Assert.All(await Task.WhenAll(window), rows => Assert.Equal(1, rows));
            window.Clear();
        }
    }

    /// <summary>Owners come and go, so that the file is closed and opened again and again: every acknowledged write is there.</summary>
    [Fact]
    public async Task OwnersThatComeAndGo_LoseNothing()
    {
        await (await _database.OpenWithItemsAsync()).DisposeAsync();
        int acknowledged = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async owner =>
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            for (int i = 0; i < 50; i++)
            {
                SqliteSingleWriter writer = _database.Open();
                SqliteStatement insert = new("INSERT INTO items VALUES (@id, '')", ("id", (owner * 1_000) + i));
                Task<int> write = writer.WriteAsync(insert);
                if (i % 2 == 0) writer.Dispose(); // what was accepted is done all the same
                else await writer.DisposeAsync();
                Interlocked.Add(ref acknowledged, await write);
            }
        })).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal(400, acknowledged);
        Assert.Equal(400L, _database.Scalar("SELECT count(*) FROM items"));
    }

    /// <summary>Whatever the moment of its cancellation, a write that says it was cancelled was not done, and one that does not was.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ACancelledWrite_WasNotDone_AtAnyMoment(int seed)
    {
        const int Writes = 3_000;
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync(TempDatabase.Fast with { QueueCapacity = 50 });
        Random random = new(seed);
        List<(long Id, Task<int> Write, CancellationTokenSource Cancellation)> writes = [];
        for (int id = 1; id <= Writes; id++)
        {
            CancellationTokenSource cancellation = new();
            writes.Add((id, writer.WriteAsync(new SqliteStatement("INSERT INTO items VALUES (@id, '')", ("id", id)), cancellation.Token), cancellation));
            if (random.Next(3) == 0) await writes[random.Next(Math.Max(0, writes.Count - 60), writes.Count)].Cancellation.CancelAsync();
            if (random.Next(200) == 0) await writer.FlushWritesAsync().Within();
        }

        await Task.WhenAll(writes.Select(write => write.Write.ContinueWith(static _ => { }, TaskScheduler.Default))).Within();

        HashSet<long> done = [.. writes.Where(write => write.Write.IsCompletedSuccessfully).Select(write => write.Id)];
        Assert.True(writes.All(write => write.Write.IsCompletedSuccessfully || write.Write.IsCanceled), $"seed {seed}");
        Assert.True(done.Count < Writes, $"seed {seed}: none was cancelled");
        Assert.Equal(done.Count, await writer.QueryAsync(Queries.CountAsync).Within());
        Assert.Equal((long)done.Sum(id => id), await writer.QueryAsync(c => Task.FromResult(Queries.Scalar<long>(c, "SELECT sum(id) FROM items"))).Within());
        CoordinatorMetrics metrics = writer.GetWriteMetrics();
        Assert.Equal(metrics.Enqueued, metrics.Completed + metrics.Cancelled);
        foreach ((_, _, CancellationTokenSource cancellation) in writes) cancellation.Dispose();
    }

    /// <summary>A cached read never returns less than what was acknowledged before it was asked for.</summary>
    [Fact]
    public async Task CachedReads_AreNeverOlderThanTheLastAcknowledgedWrite()
    {
        await using SqliteSingleWriter writer = await _database.OpenWithItemsAsync(TempDatabase.Fast with { SampleRate = 0 });
        long acknowledged = 0;
        using CancellationTokenSource done = new();
        Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => ReadAsync())];

        async Task ReadAsync()
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            while (!done.IsCancellationRequested)
            {
                long before = Interlocked.Read(ref acknowledged);
                Assert.InRange(await writer.ReadAsync("count", Queries.CountAsync), before, long.MaxValue);
                await Task.Yield();
            }
        }

        for (int id = 1; id <= 1_000; id++)
        {
            await writer.WriteAndInvalidateAsync(new SqliteStatement("INSERT INTO items VALUES (@id, '')", ("id", id)), ["count"]).Within();
            Interlocked.Increment(ref acknowledged);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers).Within();
        Assert.Equal(1_000, await writer.ReadAsync("count", Queries.CountAsync).Within());
    }
}
