namespace Ephemeral.Tests.Models;

/// <summary>What the driver holds for one item: its body's gate, its id, its writer.</summary>
internal sealed class ModelCell
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Started => _started.Task;

    public long Id { get; set; }

    public EphemeralOperation? Operation { get; set; }

    public Task<long>? Writer { get; set; }

    public CancellationTokenSource Cancellation { get; } = new();

    public Task RunAsync(EphemeralOperation? operation)
    {
        Operation = operation ?? Operation;
        _started.TrySetResult();
        return _gate.Task;
    }

    public void End(Ending ending)
    {
        if (ending == Ending.Complete) _gate.SetResult();
        else _gate.SetException(ending == Ending.Fail ? new InvalidOperationException("as drawn") : new OperationCanceledException());
    }
}
