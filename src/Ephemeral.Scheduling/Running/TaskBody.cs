namespace Ephemeral.Scheduling.Running;

/// <summary>What runs a task: pinned until its handler has ended and the store has forgotten it.</summary>
internal sealed class TaskBody
{
    private readonly Func<DurableTask, EphemeralOperation, CancellationToken, Task> _handler;
    private long _storeFailures;

    public TaskBody(Func<DurableTask, CancellationToken, Task> handler, IDurableTaskStore? store)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handler = (task, _, cancellationToken) => handler(task, cancellationToken);
        Store = store;
    }

    private TaskBody(Func<DurableTask, EphemeralOperation, CancellationToken, Task> handler, IDurableTaskStore? store)
    {
        _handler = handler;
        Store = store;
    }

    public IDurableTaskStore? Store { get; }

    public IOperationPinning? Pins { get; set; }

    public long StoreFailures => Interlocked.Read(ref _storeFailures);

    /// <summary>A body that raises the task's signal as part of its operation.</summary>
    public static TaskBody Raising(SignalSink sink, IDurableTaskStore? store)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return new(
            (task, operation, _) =>
            {
                sink.Raise(new SignalEvent(task.Signal, operation.Id, task.Key, default) { Payload = task });
                return Task.CompletedTask;
            },
            store);
    }

    public void CountStoreFailure() => Interlocked.Increment(ref _storeFailures);

    public async Task RunAsync(DurableTask task, EphemeralOperation operation, CancellationToken cancellationToken)
    {
        Pins!.Pin(operation.Id);
        try
        {
            await _handler(task, operation, cancellationToken).ConfigureAwait(false);
            await ForgetAsync(task).ConfigureAwait(false); // what failed or was stopped is not done: it stays in the store
        }
        finally
        {
            Pins.Unpin(operation.Id);
        }
    }

    private async Task ForgetAsync(DurableTask task)
    {
        try
        {
            if (Store is not null) await Store.RemoveAsync(task.Id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            CountStoreFailure(); // it is done, and may be done again after the next start
        }
    }
}
