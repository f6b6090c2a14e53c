using System.Diagnostics.CodeAnalysis;
using Ephemeral.Sqlite.Execution;
using Microsoft.Data.Sqlite;

namespace Ephemeral.Sqlite;

/// <content>Writing.</content>
public sealed partial class SqliteSingleWriter
{
    /// <summary>Runs a statement without parameters.</summary>
    /// <inheritdoc cref="WriteAsync(SqliteStatement, CancellationToken)"/>
    /// <param name="sql">The SQL text; several statements may be separated by semicolons.</param>
    /// <param name="cancellationToken">Withdraws the write while it waits; one that has begun ends as it ends.</param>
    public Task<int> WriteAsync(string sql, CancellationToken cancellationToken = default) => WriteAsync(new SqliteStatement(sql), cancellationToken);

    /// <summary>Runs a statement whose parameters are the public properties of an object, read now.</summary>
    /// <inheritdoc cref="WriteAsync(SqliteStatement, CancellationToken)"/>
    /// <param name="sql">The SQL text.</param>
    /// <param name="parameters">Its property <c>Name</c> becomes <c>@Name</c>; a dictionary's entries become parameters; null for none.</param>
    /// <param name="cancellationToken">Withdraws the write while it waits; one that has begun ends as it ends.</param>
    [RequiresUnreferencedCode(ParameterObject.TrimWarning)]
    public Task<int> WriteAsync(string sql, object? parameters, CancellationToken cancellationToken = default) =>
        WriteAsync(SqliteStatement.From(sql, parameters), cancellationToken);

    /// <summary>Runs a statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="cancellationToken">Withdraws the write while it waits; one that has begun ends as it ends. So a cancelled write was not done.</param>
    /// <remarks>Of several statements each is committed by itself, and the first that fails ends them. <see cref="WriteBatchAsync(IEnumerable{SqliteStatement}, bool, CancellationToken)"/> makes them one.</remarks>
    /// <returns>How many rows it changed, once it is committed.</returns>
    /// <exception cref="SqliteException">SQLite refused it; nothing of the refused statement was kept. The message names the file where the file is the matter.</exception>
    /// <exception cref="TimeoutException">It ran longer than <see cref="SqliteSingleWriterOptions.DefaultCommandTimeoutSeconds"/>.</exception>
    /// <exception cref="InvalidOperationException">The caller is a write of this file, or the statement leaves a transaction open.</exception>
    /// <exception cref="ObjectDisposedException">This handle is disposed.</exception>
    public Task<int> WriteAsync(SqliteStatement statement, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return WriteAsync(statement, [], cancellationToken);
    }

    /// <summary>Runs a statement, and drops cached results that it makes stale. A read that runs meanwhile does not bring them back.</summary>
    /// <inheritdoc cref="WriteAsync(string, object?, CancellationToken)"/>
    /// <param name="sql">The SQL text.</param>
    /// <param name="parameters">Its property <c>Name</c> becomes <c>@Name</c>; a dictionary's entries become parameters; null for none.</param>
    /// <param name="cacheKeys">The keys of the results, dropped once the write is committed and before it is acknowledged.</param>
    /// <param name="cancellationToken">Withdraws the write while it waits; one that has begun ends as it ends.</param>
    [RequiresUnreferencedCode(ParameterObject.TrimWarning)]
    public Task<int> WriteAndInvalidateAsync(string sql, object? parameters, IEnumerable<string> cacheKeys, CancellationToken cancellationToken = default) =>
        WriteAndInvalidateAsync(SqliteStatement.From(sql, parameters), cacheKeys, cancellationToken);

    /// <inheritdoc cref="WriteAndInvalidateAsync(string, object?, IEnumerable{string}, CancellationToken)"/>
    /// <param name="statement">The statement.</param>
    /// <param name="cacheKeys">The keys of the results, dropped once the write is committed and before it is acknowledged.</param>
    /// <param name="cancellationToken">Withdraws the write while it waits; one that has begun ends as it ends.</param>
    public Task<int> WriteAndInvalidateAsync(SqliteStatement statement, IEnumerable<string> cacheKeys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(cacheKeys);
        return WriteAsync(statement, [.. cacheKeys], cancellationToken);
    }

    /// <summary>Runs statements whose parameters are the public properties of objects, read now, one after the other.</summary>
    /// <inheritdoc cref="WriteBatchAsync(IEnumerable{SqliteStatement}, bool, CancellationToken)"/>
    [RequiresUnreferencedCode(ParameterObject.TrimWarning)]
    public Task<int> WriteBatchAsync(IEnumerable<(string Sql, object? Parameters)> statements, bool transactional = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statements);
        return WriteBatchAsync([.. statements.Select(static pair => SqliteStatement.From(pair.Sql, pair.Parameters))], transactional, cancellationToken);
    }

    /// <summary>Runs statements one after the other, with no other write between them.</summary>
    /// <param name="statements">The statements, read now.</param>
    /// <param name="transactional">
    /// True: all of them or none. False: each is committed by itself; the first that fails ends the batch, and those before it are kept.
    /// </param>
    /// <param name="cancellationToken">Withdraws the batch while it waits; one that has begun ends as it ends.</param>
    /// <returns>How many rows they changed together.</returns>
    /// <exception cref="SqliteException">SQLite refused one of them.</exception>
    /// <exception cref="TimeoutException">The batch ran longer than <see cref="SqliteSingleWriterOptions.DefaultCommandTimeoutSeconds"/>.</exception>
    /// <exception cref="InvalidOperationException">The caller is a write of this file.</exception>
    /// <exception cref="ObjectDisposedException">This handle is disposed.</exception>
    public Task<int> WriteBatchAsync(IEnumerable<SqliteStatement> statements, bool transactional = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statements);
        SqliteStatement[] batch = [.. statements];
        if (batch.Contains(null)) throw new ArgumentException("A batch must not have a null statement.", nameof(statements));
        ThrowIfUnusable(nameof(WriteBatchAsync));
        if (batch.Length == 0) return Task.FromResult(0);
        return SubmitAsync(new SqliteCall<int>((session, operation) => Task.FromResult(transactional ? RunTogether(session, batch, operation) : RunEach(session, batch, operation)), "write.batch"), cancellationToken);
    }

    /// <summary>Does work in a transaction of its own: committed if it ends, rolled back if it throws.</summary>
    /// <inheritdoc cref="ExecuteInTransactionAsync{T}"/>
    public Task ExecuteInTransactionAsync(Func<SqliteConnection, SqliteTransaction, CancellationToken, Task> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return ExecuteInTransactionAsync(
            async (connection, transaction, token) =>
            {
                await work(connection, transaction, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Does work in a transaction of its own and returns what it returns: committed if it ends, rolled back if it throws.</summary>
    /// <param name="work">
    /// The work. Other writes wait until it has ended, so it should do nothing but write; it must not keep the connection. Its token is cancelled
    /// with <paramref name="cancellationToken"/>, and when its time is up.
    /// </param>
    /// <param name="cancellationToken">Withdraws the transaction while it waits, and cancels the token of <paramref name="work"/> after that.</param>
    /// <exception cref="SqliteException">SQLite refused a statement or the commit; nothing was kept.</exception>
    /// <exception cref="TimeoutException">It ran longer than <see cref="SqliteSingleWriterOptions.DefaultCommandTimeoutSeconds"/>.</exception>
    /// <exception cref="InvalidOperationException">The caller is a write of this file.</exception>
    /// <exception cref="ObjectDisposedException">This handle is disposed.</exception>
    public Task<T> ExecuteInTransactionAsync<T>(Func<SqliteConnection, SqliteTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        ThrowIfUnusable(nameof(ExecuteInTransactionAsync));
        ExecutionContext? context = ExecutionContext.Capture();
        return SubmitAsync(
            new SqliteCall<T>((session, operation) => _database.Writes.InvokeAsync(context, () => TransactAsync(session, operation, work, cancellationToken)), "write.tx"),
            cancellationToken);
    }

    private Task<int> WriteAsync(SqliteStatement statement, string[] cacheKeys, CancellationToken cancellationToken)
    {
        ThrowIfUnusable(nameof(WriteAsync));
        return SubmitAsync(new SqliteCall<int>((session, _) => Task.FromResult(RunOne(session, statement, cacheKeys)), "write", key: _database.Signals.KeyOf(statement.Sql)), cancellationToken);
    }

    private Task<T> SubmitAsync<T>(SqliteCall<T> call, CancellationToken cancellationToken)
    {
        _database.Signals.Raise(call.Name + ".enqueue", call.Key);
        return _database.Writes.RunAsync(call, cancellationToken);
    }

    private int RunOne(Session session, SqliteStatement statement, string[] cacheKeys)
    {
        try
        {
            return session.Execute(statement);
        }
        finally
        {
            foreach (string key in cacheKeys) _database.Cache.Invalidate(key); // also when it failed: the first of several statements may be committed
        }
    }

    private static int RunTogether(Session session, SqliteStatement[] batch, EphemeralOperation operation)
    {
        using SqliteTransaction transaction = session.Connection.BeginTransaction();
        int rows = RunEach(session, batch, operation, transaction);
        transaction.Commit();
        return rows;
    }

    private static int RunEach(Session session, SqliteStatement[] batch, EphemeralOperation operation, SqliteTransaction? transaction = null)
    {
        int rows = 0;
        foreach (SqliteStatement statement in batch)
        {
            operation.CancellationToken.ThrowIfCancellationRequested(); // an interrupt between two statements stops neither
            rows += session.Execute(statement, transaction);
        }

        return rows;
    }

    private async Task<T> TransactAsync<T>(Session session, EphemeralOperation operation, Func<SqliteConnection, SqliteTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(operation.CancellationToken, cancellationToken);
        using SqliteTransaction transaction = session.Connection.BeginTransaction();
        _database.Signals.Raise("write.tx.begin", null, operation.Id);
        T result;
        try
        {
            result = await work(session.Connection, transaction, stopping.Token).ConfigureAwait(false);
            if (transaction.Connection is not null) transaction.Commit(); // else the work has ended it
        }
        catch (Exception error)
        {
            _database.Signals.Raise("write.tx.rollback", null, operation.Id);
            if (error is OperationCanceledException && !operation.CancellationToken.IsCancellationRequested) cancellationToken.ThrowIfCancellationRequested();
            throw;
        }

        _database.Signals.Raise("write.tx.commit", null, operation.Id);
        return result;
    }
}
