using Ephemeral.Internal;
using Ephemeral.Operations;

namespace Ephemeral.Engine.Handlers;

/// <summary>Runs the body of a foreach and notes which items failed.</summary>
internal readonly struct ForEachHandler<T>(BodyHandler<T> body, ForEachFailures failures) : IWorkHandler<Indexed<T>, NoResult>
{
    public bool TakesOperation => body.TakesOperation;

    public Task InvokeAsync(Indexed<T> item, RunningOperation<NoResult> run, CancellationToken cancellationToken) =>
        body.InvokeAsync(item.Item, run, cancellationToken);

    public NoResult ResultOf(Task completed) => default;

    public void Failed(Indexed<T> item, Exception error) => failures.Add(item.Index, error);
}
