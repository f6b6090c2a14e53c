using Ephemeral.Internal;
using Ephemeral.Operations;

namespace Ephemeral.Engine.Handlers;

/// <summary>Runs the body of a foreach and notes which items failed.</summary>
internal readonly struct ForEachHandler<T>(BodyHandler<T> body, ForEachFailures failures) : IWorkHandler<Indexed<T>, NoResult>
{
    public bool TakesOperation => body.TakesOperation;

    public Task InvokeAsync(Indexed<T> item, RunningOperation<NoResult> run, CancellationToken cancellationToken)
    {
        try
        {
            Task running = body.InvokeAsync(item.Item, run, cancellationToken);
            return running is null || running.IsCompletedSuccessfully ? running! : NoteFailureAsync(running, item.Index, cancellationToken);
        }
        catch (Exception error)
        {
            Note(item.Index, error, cancellationToken);
            throw;
        }
    }

    private async Task NoteFailureAsync(Task running, int index, CancellationToken cancellationToken)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Note(index, error, cancellationToken);
            throw;
        }
    }

    private void Note(int index, Exception error, CancellationToken cancellationToken)
    {
        if (!(error is OperationCanceledException && cancellationToken.IsCancellationRequested)) failures.Add(index, error);
    }
}
