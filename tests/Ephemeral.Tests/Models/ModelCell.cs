namespace Ephemeral.Tests.Models;

/// <summary>What the driver holds for one item: its body's gate, its id, its writer.</summary>
internal sealed class ModelCell
{
    private readonly Tally _attempts = new();
    private volatile TaskCompletionSource? _gate;
    private int _expected;

    public long Id { get; set; }

    public EphemeralOperation? Operation { get; set; }

    public Task<long>? Writer { get; set; }

    public CancellationTokenSource Cancellation { get; } = new();

    /// <summary>Returns a task for the start of the next attempt that nobody has waited for yet.</summary>
    public Task NextStart() => _attempts.Reached(++_expected);

    public Task RunAsync(EphemeralOperation? operation)
    {
        Operation = operation ?? Operation;
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _gate = gate;
        _attempts.Add();
        return gate.Task;
    }

    public void End(Ending ending)
    {
        if (ending == Ending.Complete) _gate!.SetResult();
        else _gate!.SetException(ending == Ending.Fail ? new InvalidOperationException("as drawn") : new OperationCanceledException());
    }
}
