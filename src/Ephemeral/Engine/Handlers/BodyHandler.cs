using Ephemeral.Operations;

namespace Ephemeral.Engine.Handlers;

/// <summary>Runs a body without a result, in either of its two shapes.</summary>
internal readonly struct BodyHandler<T> : IWorkHandler<T, NoResult>
{
    private readonly Func<T, CancellationToken, Task>? _plain;
    private readonly Func<T, EphemeralOperation, CancellationToken, Task>? _withOperation;
    private readonly Action<T, Exception>? _failed;
    private readonly Func<T, HandledSignal?>? _signalOf;

    public BodyHandler(Func<T, CancellationToken, Task> body, Action<T, Exception>? failed = null, Func<T, HandledSignal?>? signalOf = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        _plain = body;
        _failed = failed;
        _signalOf = signalOf;
    }

    public BodyHandler(Func<T, EphemeralOperation, CancellationToken, Task> body, Action<T, Exception>? failed = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        _withOperation = body;
        _failed = failed;
    }

    /// <summary>Takes whichever body is set, the one with its operation first.</summary>
    public static BodyHandler<T> Of(Func<T, CancellationToken, Task>? body, Func<T, EphemeralOperation, CancellationToken, Task>? bodyWithOperation) =>
        bodyWithOperation is not null ? new(bodyWithOperation) : new(body!);

    public static bool HasTerms => false;

    public bool TakesOperation => _withOperation is not null;

    public Task InvokeAsync(T item, RunningOperation<NoResult> run, CancellationToken cancellationToken) =>
        _plain is not null ? _plain(item, cancellationToken) : _withOperation!(item, run.Operation!, cancellationToken);

    public NoResult ResultOf(Task completed) => default;

    public HandledSignal? SignalOf(T item) => _signalOf?.Invoke(item);

    public ItemTerms TermsOf(T item) => default;

    public TimeSpan? RetryAfter(T item, RunningOperation<NoResult> run) => null;

    public void Failed(T item, Exception error) => _failed?.Invoke(item, error);
}
