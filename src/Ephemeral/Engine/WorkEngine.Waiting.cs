using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Waiting for the end of one operation.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private readonly Dictionary<long, TaskCompletionSource<OperationRecord<TTag, TResult>>> _awaited = []; // guarded by _gate

    /// <summary>Returns a task for an operation's last state; null when the id is unknown.</summary>
    public Task<OperationRecord<TTag, TResult>>? WaitForEndAsync(long id)
    {
        Departures? departures;
        Task<OperationRecord<TTag, TResult>>? task;
        lock (_gate)
        {
            TrimByAge();
            departures = TakeDepartures();
            int slot = id > 0 ? _table.Find(id) : -1;
            if (slot < 0)
            {
                task = null;
            }
            else if (_table[slot].State > OperationState.Running)
            {
                task = Task.FromResult(RecordOf(slot));
            }
            else
            {
                if (!_awaited.TryGetValue(id, out TaskCompletionSource<OperationRecord<TTag, TResult>>? source))
                    _awaited.Add(id, source = new(TaskCreationOptions.RunContinuationsAsynchronously));

                task = source.Task;
            }
        }

        Tell(departures);
        return task;
    }

    /// <summary>Notes that an awaited operation has ended; its waiters are told outside the lock.</summary>
    private void NoteEnd(int slot)
    {
        if (_awaited.Count > 0 && _awaited.Remove(_table[slot].Id, out TaskCompletionSource<OperationRecord<TTag, TResult>>? source))
            Departing.Awaited.Add((source, RecordOf(slot)));
    }
}
