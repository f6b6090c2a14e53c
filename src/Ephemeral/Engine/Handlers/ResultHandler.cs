using Ephemeral.Operations;

namespace Ephemeral.Engine.Handlers;

/// <summary>Runs a body with a result, in either of its two shapes, and keeps the result for the window.</summary>
internal readonly struct ResultHandler<T, TResult> : IWorkHandler<T, TResult>
{
    private readonly Func<T, CancellationToken, Task<TResult>>? _plain;
    private readonly Func<T, EphemeralOperation, CancellationToken, Task<TResult>>? _withOperation;

    public ResultHandler(Func<T, CancellationToken, Task<TResult>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        _plain = body;
    }

    public ResultHandler(Func<T, EphemeralOperation, CancellationToken, Task<TResult>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        _withOperation = body;
    }

    public bool TakesOperation => _withOperation is not null;

    public async Task InvokeAsync(T item, RunningOperation<TResult> run, CancellationToken cancellationToken)
    {
        Task<TResult> body = _plain is not null ? _plain(item, cancellationToken) : _withOperation!(item, run.Operation!, cancellationToken);
        run.Result = await body.ConfigureAwait(false);
    }
}
