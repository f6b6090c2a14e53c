using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Waiting for the end of one operation, or of all that were accepted so far.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private readonly Dictionary<long, TaskCompletionSource<OperationRecord<TTag, TResult>>> _awaited = []; // guarded by _gate, as the next
    private readonly List<Flush> _flushes = [];

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

    /// <summary>Accepts an item and returns its last state. The caller's token ends the wait, and takes the item back: nobody wants it any more.</summary>
    public async Task<OperationRecord<TTag, TResult>> ExecuteAsync(TItem item, TTag tag, CancellationToken cancellationToken)
    {
        TaskCompletionSource<OperationRecord<TTag, TResult>> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        long id = await EnqueueAsync(item, tag, cancellationToken, new() { End = end }).ConfigureAwait(false);
        try
        {
            return await end.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            TryKill(id);
            throw;
        }
    }

    public Task FlushAsync()
    {
        lock (_gate)
        {
            int left = PendingCount + _running;
            if (left == 0) return Task.CompletedTask;
            Flush flush = new(_ids.Take(), left);
            _flushes.Add(flush);
            return flush.Done.Task;
        }
    }

    /// <summary>Notes that an awaited operation has ended; its waiters are told outside the lock.</summary>
    private void NoteEnd(int slot)
    {
        if (_awaited.Count > 0 && _awaited.Remove(_table[slot].Id, out TaskCompletionSource<OperationRecord<TTag, TResult>>? source))
            Departing.Awaited.Add((source, RecordOf(slot)));

        for (int i = _flushes.Count - 1; i >= 0; i--)
        {
            Flush flush = _flushes[i];
            if (_table[slot].Id > flush.Id || --flush.Left > 0) continue;
            _flushes.RemoveAt(i);
            Departing.Flushed.Add(flush.Done);
        }
    }

    /// <summary>Somebody who waits for all that were accepted before. Ids ascend in order of acceptance, so one of its own tells those from later ones.</summary>
    private sealed class Flush(long id, int left)
    {
        public long Id => id;

        public int Left { get; set; } = left;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
