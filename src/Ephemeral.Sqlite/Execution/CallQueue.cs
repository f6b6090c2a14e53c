namespace Ephemeral.Sqlite.Execution;

/// <summary>Runs calls on connections: one at a time for writes, several for reads. The coordinator is the queue.</summary>
internal sealed class CallQueue : IAsyncDisposable
{
    private readonly AsyncLocal<Visit?> _current = new(); // set where users' code runs
    private readonly EphemeralWorkCoordinator<SqliteCall> _coordinator;
    private readonly SessionStock _sessions;
    private readonly WriterSignals _signals;
    private readonly SqliteSingleWriterOptions _options;
    private readonly string _path;
    private readonly bool _isRead;
    private Task? _predecessor; // who had the file before

    public CallQueue(DatabaseFile file, bool isRead, SessionStock sessions, WriterSignals signals, SqliteSingleWriterOptions options, Task? predecessor)
    {
        _path = file.Path;
        _isRead = isRead;
        _sessions = sessions;
        _signals = signals;
        _options = options;
        _predecessor = predecessor;
        _coordinator = new(RunAsync, new()
        {
            Name = $"sqlite.{(isRead ? "reads" : "writes")}.{Path.GetFileName(file.Path)}",
            MaxConcurrency = isRead ? options.MaxReaders : 1,
            QueueCapacity = options.QueueCapacity,
            MaxTrackedOperations = options.MaxTrackedWrites,
            OperationTimeout = options.DefaultCommandTimeoutSeconds == 0 ? null : TimeSpan.FromSeconds(options.DefaultCommandTimeoutSeconds),
            DrainOnSignals = null, // who drains may still have something to write
            TimeProvider = options.TimeProvider,
        });
    }

    public EphemeralWorkCoordinator<SqliteCall> Coordinator => _coordinator;

    public SessionStock Sessions => _sessions;

    /// <summary>Gets whether the caller is a call of this queue, which would wait for itself.</summary>
    public bool IsInside => _current.Value is { IsOver: false };

    /// <summary>Runs users' code as part of a call, in the context of whoever called.</summary>
    public async Task<T> InvokeAsync<T>(ExecutionContext? context, Func<Task<T>> work)
    {
        Visit visit = new();
        Task<T> running = null!;
        try
        {
            if (context is null) Begin();
            else ExecutionContext.Run(context, _ => Begin(), null);
            return await running.ConfigureAwait(false);
        }
        finally
        {
            visit.IsOver = true;
        }

        void Begin()
        {
            _current.Value = visit;
            running = work();
        }
    }

    /// <summary>Runs a call when it is its turn.</summary>
    /// <remarks>A cancelled read ends at once, wherever it is. A cancelled write is withdrawn while it waits; one that has begun has its outcome.</remarks>
    public async Task<T> RunAsync<T>(SqliteCall<T> call, CancellationToken cancellationToken)
    {
        long id;
        try
        {
            id = await _coordinator.EnqueueAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (CoordinatorCompletedException error)
        {
            throw new ObjectDisposedException($"The writer of '{_path}' was disposed before this call was accepted.", error);
        }

        using CancellationTokenRegistration leaving = cancellationToken.UnsafeRegister(_ => Leave(call, id, cancellationToken), null);
        return await call.Outcome.ConfigureAwait(false);
    }

    /// <summary>Accepts no more, waits for what was accepted, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _coordinator.Complete();
        await _coordinator.DrainAsync().ConfigureAwait(false);
        await _coordinator.DisposeAsync().ConfigureAwait(false);
        _sessions.Close();
    }

    private void Leave(SqliteCall call, long id, CancellationToken cancellationToken)
    {
        bool isWithdrawn = call.TryWithdraw(cancellationToken);
        if (!isWithdrawn && !_isRead) return;
        call.Cancel(cancellationToken);
        _coordinator.TryKill(id);
    }

    private async Task RunAsync(SqliteCall call, EphemeralOperation operation, CancellationToken cancellationToken)
    {
        if (_predecessor is not null)
        {
            await _predecessor.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _predecessor = null;
        }

        if (!call.TryBegin()) return;
        Raise(call, ".start", operation);
        try
        {
            await RunOnSessionAsync(call, operation).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Exception explained = Explain(error, operation);
            Raise(call, ".error", operation);
            call.Fail(explained);
            if (explained == error) throw;
            throw explained;
        }

        Raise(call, ".done", operation);
        call.Acknowledge();
    }

    private async Task RunOnSessionAsync(SqliteCall call, EphemeralOperation operation)
    {
        Session session = _sessions.Take();
        try
        {
            using (operation.CancellationToken.UnsafeRegister(static session => ((Session)session!).Interrupt(), session))
            {
                await call.RunAsync(session, operation).ConfigureAwait(false);
            }

            if (session.IsInTransaction)
                throw new InvalidOperationException($"A call left a transaction open on '{_path}'; it was rolled back. Use ExecuteInTransactionAsync, which ends what it begins.");
        }
        finally
        {
            _sessions.Return(session);
        }
    }

    private Exception Explain(Exception error, EphemeralOperation operation)
    {
        bool wasStopped = operation.CancellationToken.IsCancellationRequested && (SqliteFailures.IsInterrupt(error) || error is OperationCanceledException);
        if (wasStopped && !_isRead)
            return new TimeoutException($"A write of '{_path}' ran longer than {nameof(SqliteSingleWriterOptions.DefaultCommandTimeoutSeconds)} ({_options.DefaultCommandTimeoutSeconds} s) and was interrupted; its transaction was rolled back. Write less at once, or allow more time.", error);
        if (wasStopped) return new TimeoutException($"A read of '{_path}' was interrupted: it ran longer than {nameof(SqliteSingleWriterOptions.DefaultCommandTimeoutSeconds)} ({_options.DefaultCommandTimeoutSeconds} s). Read less at once, or allow more time.", error);
        return SqliteFailures.Explain(error, _path, _isRead, _options.BusyTimeout);
    }

    private void Raise(SqliteCall call, string what, EphemeralOperation operation)
    {
        if (call.Name is not null) _signals.Raise(call.Name + what + call.Tail, call.Key, operation.Id);
    }

    /// <summary>One run of users' code. What it leaves behind, such as a timer, keeps its context and is not inside for ever.</summary>
    private sealed class Visit
    {
        public volatile bool IsOver;
    }
}
