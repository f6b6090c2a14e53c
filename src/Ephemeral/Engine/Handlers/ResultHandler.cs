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

    public static bool HasTerms => false;

    public bool TakesOperation => _withOperation is not null;

    public Task InvokeAsync(T item, RunningOperation<TResult> run, CancellationToken cancellationToken) =>
        _plain is not null ? _plain(item, cancellationToken) : _withOperation!(item, run.Operation!, cancellationToken);

    public TResult? ResultOf(Task completed) => ((Task<TResult>)completed).GetAwaiter().GetResult(); // it has completed: nothing waits

    public HandledSignal? SignalOf(T item) => null;

    public ItemTerms TermsOf(T item) => default;

    public TimeSpan? RetryAfter(T item, RunningOperation<TResult> run) => null;

    public void Failed(T item, Exception error)
    {
    }
}
