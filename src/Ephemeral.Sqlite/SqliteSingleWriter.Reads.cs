using Ephemeral.Sqlite.Execution;
using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite;

/// <content>Reading.</content>
public sealed partial class SqliteSingleWriter
{
    /// <summary>Returns a cached result, or reads and caches it, once for all callers that miss it at the same time.</summary>
    /// <remarks>
    /// The cache knows of writes through <see cref="WriteAndInvalidateAsync(string, object?, IEnumerable{string}, CancellationToken)"/>,
    /// <see cref="InvalidateCache"/> and signals only, not of other programs'. An invalidation while the read runs keeps its result out of the cache.
    /// A result is shared by all who ask for it: treat it as read-only.
    /// </remarks>
    /// <param name="cacheKey">The key of the result.</param>
    /// <param name="reader">Reads on a connection that cannot write. It must not keep the connection.</param>
    /// <param name="slidingExpiration">How long the result is cached after it was last asked for; null for the default.</param>
    /// <param name="cancellationToken">Ends this caller's wait. The read is stopped when nobody waits for it any more.</param>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    /// <exception cref="TimeoutException">It ran longer than <see cref="SqliteSingleWriterOptions.DefaultCommandTimeoutSeconds"/>.</exception>
    /// <exception cref="InvalidOperationException">The key is cached as a result of another type, or a read asks for its own key.</exception>
    /// <exception cref="ObjectDisposedException">This handle is disposed.</exception>
    public async Task<T> ReadAsync<T>(string cacheKey, Func<SqliteConnection, Task<T>> reader, TimeSpan? slidingExpiration = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(cacheKey);
        ArgumentNullException.ThrowIfNull(reader);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
        object? cached = await _database.Cache
            .GetOrAddAsync(cacheKey, async (key, token) => (object?)await RunReadAsync(reader, "read", key, token).ConfigureAwait(false), slidingExpiration, cancellationToken)
            .ConfigureAwait(false);
        return cached switch
        {
            T result => result,
            null when default(T) is null => default!,
            _ => throw new InvalidOperationException($"The cache key '{cacheKey}' holds a {cached?.GetType().Name ?? "null"}, but a {typeof(T).Name} was asked for. Use a key for each kind of result."),
        };
    }

    /// <summary>Reads what is committed now; nothing is cached.</summary>
    /// <param name="reader">Reads on a connection that cannot write. It must not keep the connection.</param>
    /// <param name="cancellationToken">Stops the read, also while it runs.</param>
    /// <exception cref="SqliteException">SQLite refused it.</exception>
    /// <exception cref="TimeoutException">It ran longer than <see cref="SqliteSingleWriterOptions.DefaultCommandTimeoutSeconds"/>.</exception>
    /// <exception cref="ObjectDisposedException">This handle is disposed.</exception>
    public Task<T> QueryAsync<T>(Func<SqliteConnection, Task<T>> reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
        return RunReadAsync(reader, "query", null, cancellationToken);
    }

    /// <summary>Drops a cached result. A read of it that runs now reaches its callers and is not cached.</summary>
    /// <returns>Whether there was one, or a read of it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="cacheKey"/> is null.</exception>
    public bool InvalidateCache(string cacheKey) => _database.Cache.Invalidate(cacheKey);

    /// <summary>Drops cached results when a signal says so, on the thread that raises it, until the handle or the returned subscription is disposed.</summary>
    /// <remarks>
    /// The key is what the signal's name has in the place of the pattern's first <c>*</c> and behind it: <c>cache.invalidate:user:42</c> drops
    /// <c>user:42</c>. Where that is nothing, it is the signal's key, and without one everything is dropped.
    /// </remarks>
    /// <param name="sink">The sink. Borrowed.</param>
    /// <param name="patterns">The patterns; null for <c>cache.invalidate:*</c>.</param>
    /// <exception cref="ArgumentException">A pattern is null or empty.</exception>
    /// <exception cref="ObjectDisposedException">This handle is disposed.</exception>
    public IDisposable EnableSignalDrivenInvalidation(SignalSink sink, IEnumerable<string>? patterns = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        string[] chosen = [.. patterns ?? ["cache.invalidate:*"]];
        foreach (string pattern in chosen) ArgumentException.ThrowIfNullOrEmpty(pattern, nameof(patterns));
        SignalInvalidation subscription = new(sink, chosen, _database);
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _subscriptions.Add(subscription);
                return subscription;
            }
        }

        subscription.Dispose();
        throw new ObjectDisposedException(nameof(SqliteSingleWriter));
    }

    private async Task<T> RunReadAsync<T>(Func<SqliteConnection, Task<T>> reader, string name, string? key, CancellationToken cancellationToken)
    {
        if (_database.Reads.IsInside) return await ReadInsideAsync(reader).ConfigureAwait(false);
        if (!_database.Writes.IsInside) await _database.PrepareAsync(cancellationToken).ConfigureAwait(false); // a write has prepared it
        bool isSignalled = _database.Signals.SampleRead();
        ExecutionContext? context = ExecutionContext.Capture();
        SqliteCall<T> call = new(
            (session, _) => _database.Reads.InvokeAsync(context, () => reader(session.Connection) ?? throw new InvalidOperationException("A reader returned null; return a task.")),
            isSignalled ? name : null,
            key is null ? null : ":" + key,
            key);
        return await _database.Reads.RunAsync(call, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A read inside a read: it must not wait for a slot that its caller holds.</summary>
    private async Task<T> ReadInsideAsync<T>(Func<SqliteConnection, Task<T>> reader)
    {
        Session session = _database.Reads.Sessions.Take();
        try
        {
            return await reader(session.Connection).ConfigureAwait(false);
        }
        finally
        {
            _database.Reads.Sessions.Return(session);
        }
    }
}
