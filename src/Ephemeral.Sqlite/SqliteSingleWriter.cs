using Ephemeral.Sqlite.Execution;

namespace Ephemeral.Sqlite;

/// <summary>One writer and many readers for a SQLite file, so that nobody meets a locked database.</summary>
/// <remarks>
/// <para>Thread-safe. Writes run one at a time in the order in which they were accepted; reads run beside them, each on a connection of its own, and see
/// what is committed. A task that a write returns completes when the write is committed.</para>
/// <para>All handles of one file in a process share its writer, its readers and its cache. Disposing a handle ends that handle; the file
/// is closed with the last one.</para>
/// <para>SQLite's calls block: a statement keeps its slot and a thread of the pool until it is done. The caller's thread is never blocked.</para>
/// <para>Signals: <c>write</c>, <c>write.batch</c>, <c>write.tx</c> and <c>write.flush</c>, each with <c>.start</c>, <c>.done</c> and
/// <c>.error</c> behind it and <c>.enqueue</c> for the first three; <c>read.start:{key}</c> and so on for cached reads, <c>query.start</c> and so on for others;
/// <c>cache.hit|miss|hot|evict|invalidate:{key}</c>; <c>connection.open.read|write</c> and <c>pragma.…</c> when a connection is opened.</para>
/// </remarks>
/// <example><code>
/// await using SqliteSingleWriter writer = SqliteSingleWriter.GetOrCreate("Data Source=shop.db");
/// await writer.WriteAsync("INSERT INTO orders (id) VALUES (@Id)", new { Id = 42 });
/// </code></example>
public sealed partial class SqliteSingleWriter : IAsyncDisposable, IDisposable
{
    private readonly SharedDatabase _database;
    private readonly Lock _gate = new();
    private readonly List<IDisposable> _subscriptions = []; // guarded by _gate, as the next two
    private bool _isDisposed;
    private Task? _ending; // of the whole database, if this was its last handle

    private SqliteSingleWriter(SharedDatabase database) => _database = database;

    /// <summary>Gets the full path of the file.</summary>
    public string Path => _database.File.Path;

    /// <summary>Gets the options that the file's writer was made with.</summary>
    public SqliteSingleWriterOptions Options => _database.Options;

    /// <summary>Gets how many writes wait.</summary>
    public int PendingWrites => _database.Writes.Coordinator.PendingCount;

    /// <summary>Returns a handle on the writer of a file, which is made if there is none in this process. Opens nothing yet.</summary>
    /// <param name="connectionString">
    /// A SQLite connection string that names a file, such as <c>Data Source=app.db</c>. Two that lead to the same file share one writer.
    /// </param>
    /// <param name="options">The options; null for those of the writer that is there, else the defaults.</param>
    /// <exception cref="ArgumentException">The connection string names no file, or the options are not valid; the message lists every fault.</exception>
    /// <exception cref="InvalidOperationException">The file has a writer already, with other options.</exception>
    public static SqliteSingleWriter GetOrCreate(string connectionString, SqliteSingleWriterOptions? options = null) =>
        new(DatabaseRegistry.Join(DatabaseFile.Parse(connectionString), options));

    /// <summary>Waits until every write that was begun before this call has ended, in whatever way, also those that waited for room.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <exception cref="InvalidOperationException">The caller is a write of this file, which would wait for itself.</exception>
    /// <exception cref="ObjectDisposedException">This handle is disposed.</exception>
    public Task FlushWritesAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfUnusable(nameof(FlushWritesAsync));
        return _database.BarrierAsync("write.flush", cancellationToken);
    }

    /// <summary>Returns the remembered writes: ended ones in order of their end, failed ones with their exception, then the running one.</summary>
    public IReadOnlyCollection<EphemeralOperationSnapshot> GetWriteSnapshot() => _database.Writes.Coordinator.GetSnapshot();

    /// <summary>Returns the counts of writes as they were at one instant. Opening and flushing count as writes.</summary>
    public CoordinatorMetrics GetWriteMetrics() => _database.Writes.Coordinator.GetMetrics();

    /// <summary>Returns the counts of reads as they were at one instant.</summary>
    public CoordinatorMetrics GetReadMetrics() => _database.Reads.Coordinator.GetMetrics();

    /// <summary>Counts what is cached at this moment.</summary>
    public CacheStats GetCacheStats() => _database.Cache.GetStats();

    /// <summary>Returns the latest signals of the file, oldest first: at most 1,000, none older than a minute.</summary>
    /// <param name="pattern">Only those whose names match, such as <c>write.*</c>; null for all.</param>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty.</exception>
    public IReadOnlyList<SignalEvent> GetSignals(string? pattern = null)
    {
        if (pattern is null) return _database.Signals.Sink.Sense();
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        return _database.Signals.Sink.Sense(signal => StringPatternMatcher.Matches(signal.Signal, pattern));
    }

    /// <summary>Disposes this handle and waits for the writes accepted so far; with the last handle the file is closed. Calling it again is safe.</summary>
    /// <exception cref="InvalidOperationException">The caller is a call of this file, which would wait for itself.</exception>
    public async ValueTask DisposeAsync()
    {
        ThrowIfInside(_database.Writes, nameof(DisposeAsync));
        ThrowIfInside(_database.Reads, nameof(DisposeAsync));
        bool isFirst = Leave();
        if (_ending is not null) await _ending.ConfigureAwait(false);
        else if (isFirst) await _database.Writes.Coordinator.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Does what <see cref="DisposeAsync"/> does without waiting: what was accepted still runs. Calling it again is safe.</summary>
    public void Dispose() => Leave();

    private bool Leave()
    {
        IDisposable[] subscriptions;
        lock (_gate)
        {
            if (_isDisposed) return false;
            _isDisposed = true;
            _ending = DatabaseRegistry.Leave(_database);
            subscriptions = [.. _subscriptions];
            _subscriptions.Clear();
        }

        foreach (IDisposable subscription in subscriptions) subscription.Dispose();
        return true;
    }

    private void ThrowIfUnusable(string member)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
        ThrowIfInside(_database.Writes, member);
    }

    private void ThrowIfInside(CallQueue queue, string member)
    {
        if (queue.IsInside)
            throw new InvalidOperationException($"{member} was called inside a transaction or read of '{Path}', which would wait for itself. Use the connection that it was given, or call it outside.");
    }
}
