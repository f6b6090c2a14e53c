namespace Ephemeral.Sqlite.Execution;

/// <summary>A call with a result.</summary>
internal sealed class SqliteCall<T>(
    Func<Session, EphemeralOperation, Task<T>> work, string? name, string? tail = null, string? key = null)
    : SqliteCall(name, tail, key)
{
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Outcome => _outcome.Task;

    public override async Task RunAsync(Session session, EphemeralOperation operation) => _result = await work(session, operation).ConfigureAwait(false);

    public override void Acknowledge() => _outcome.TrySetResult(_result);

    public override void Fail(Exception error)
    {
        if (error is OperationCanceledException cancelled) _outcome.TrySetCanceled(cancelled.CancellationToken);
        else _outcome.TrySetException(error);
        _ = _outcome.Task.Exception; // seen: a caller may have left
    }

    public override void Cancel(CancellationToken because) => _outcome.TrySetCanceled(because);
}
