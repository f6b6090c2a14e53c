using System.Threading.Tasks.Sources;

namespace Ephemeral.Engine;

/// <summary>Writers that wait for room.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    /// <summary>Lets in the writers for which there is room now; they are completed outside the lock.</summary>
    private BlockedWriter? AdmitWriters()
    {
        BlockedWriter? admitted = null;
        BlockedWriter? last = null;
        while (_waitingWriters > 0 && PendingCount < _settings.QueueCapacity && NextWriter() is { } writer)
        {
            RemoveWriter(writer);
            TryAccept(writer);
            if (last is null) admitted = writer;
            else last.NextSettled = writer;
            last = writer;
        }

        return admitted;
    }

    /// <summary>Finds the writer that has waited longest of those whose lane has room: a full lane's writers hold up no other lane's.</summary>
    private BlockedWriter? NextWriter()
    {
        BlockedWriter? next = null;
        foreach (WriterList lane in _writers)
            if (lane.First is { } first && (next is null || first.Arrival < next.Arrival) && _queue.CanAccept(first.Submission.Tag)) next = first;

        return next;
    }

    private void AddWriter(BlockedWriter writer)
    {
        writer.Arrival = _arrivals++;
        _writers[_queue.LaneOf(writer.Submission.Tag)].Append(writer);
        _waitingWriters++;
    }

    private void RemoveWriter(BlockedWriter writer)
    {
        _writers[_queue.LaneOf(writer.Submission.Tag)].Remove(writer);
        _waitingWriters--;
    }

    /// <summary>Accepts a writer's item; a key whose comparer throws is its writer's error, never the worker's.</summary>
    private void TryAccept(BlockedWriter writer)
    {
        try
        {
            writer.Id = Accept(writer.Submission with { Accepted = writer.Submission.Accepted != 0 || _defers ? _settings.Clock.Now() : 0 });
        }
        catch (Exception error)
        {
            writer.Fault = error;
        }
    }

    private BlockedWriter? TakeAllWriters()
    {
        BlockedWriter? taken = null;
        foreach (WriterList lane in _writers)
        {
            while (lane.First is { } writer)
            {
                RemoveWriter(writer);
                writer.NextSettled = taken;
                taken = writer;
            }
        }

        return taken;
    }

    private void CompleteWriters(BlockedWriter? settled, Exception? error = null)
    {
        while (settled is { } writer)
        {
            settled = writer.NextSettled;
            writer.NextSettled = null;
            if (writer.Fault is null) Submitted(Observer, writer.Submission, error is null ? EnqueueRefusal.None : EnqueueRefusal.Shutdown);
            writer.Complete(error ?? writer.Fault);
        }
    }

    private BlockedWriter RentWriter(in Submission submission)
    {
        if (_spareWriter is not null) _spareWriters--;
        BlockedWriter writer = _spareWriter ?? new BlockedWriter(this);
        _spareWriter = writer.Next;
        writer.Next = null;
        writer.Submission = submission;
        return writer;
    }

    /// <summary>The waiting writers of one lane in order of arrival; a cancelled one leaves at once.</summary>
    private sealed class WriterList
    {
        private BlockedWriter? _last;

        internal BlockedWriter? First { get; private set; }

        internal void Append(BlockedWriter writer)
        {
            writer.IsWaiting = true;
            writer.Previous = _last;
            if (_last is null) First = writer;
            else _last.Next = writer;
            _last = writer;
        }

        internal void Remove(BlockedWriter writer)
        {
            if (writer.Previous is null) First = writer.Next;
            else writer.Previous.Next = writer.Next;
            if (writer.Next is null) _last = writer.Previous;
            else writer.Next.Previous = writer.Previous;
            writer.Previous = writer.Next = null;
            writer.IsWaiting = false;
        }
    }

    /// <summary>One parked writer that carries its item: the worker that frees room lets it in, so there is no wake-up and retry.</summary>
    /// <remarks>
    /// Pooled: a writer returns to the pool when its caller has read the result, at which point nothing refers to it any more. It is
    /// in the list or settled, never both, and only the thread that took it out of the list under the lock completes it.
    /// </remarks>
    private sealed class BlockedWriter(WorkEngine<TItem, TTag, TResult, TQueue, THandler> engine) : IValueTaskSource<long>
    {
        private ManualResetValueTaskSourceCore<long> _core = new() { RunContinuationsAsynchronously = true }; // mutable struct: never readonly
        private CancellationTokenRegistration _registration;

        internal Submission Submission { get; set; }

        internal long Id { get; set; }

        /// <summary>Gets or sets what the key's comparer threw when the item was to be let in.</summary>
        internal Exception? Fault { get; set; }

        /// <summary>Gets or sets which arrival it is, over all lanes.</summary>
        internal long Arrival { get; set; }

        internal bool IsWaiting { get; set; } // guarded by the engine's _gate, as the links

        internal BlockedWriter? Next { get; set; }

        internal BlockedWriter? Previous { get; set; }

        internal BlockedWriter? NextSettled { get; set; }

        public long GetResult(short token)
        {
            if (_core.GetStatus(token) == ValueTaskSourceStatus.Pending)
                throw new InvalidOperationException("The result of EnqueueAsync was read before the item was accepted. Await it, once.");

            try
            {
                return _core.GetResult(token);
            }
            finally
            {
                _registration.Dispose(); // waits for a callback that runs now, so that none can reach the writer's next use
                _registration = default;
                Submission = default;
                Fault = null;
                _core.Reset();
                lock (engine._gate)
                {
                    if (engine._spareWriters < MaxSpareWriters)
                    {
                        Next = engine._spareWriter;
                        engine._spareWriter = this;
                        engine._spareWriters++;
                    }
                }
            }
        }

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);

        internal ValueTask<long> Start(CancellationToken cancellationToken)
        {
            ValueTask<long> task = new(this, _core.Version);
            if (cancellationToken.CanBeCanceled)
                _registration = cancellationToken.UnsafeRegister(static (writer, token) => ((BlockedWriter)writer!).Abandon(token), this);

            return task;
        }

        internal void Complete(Exception? error)
        {
            if (error is null) _core.SetResult(Id);
            else _core.SetException(error);
        }

        private void Abandon(CancellationToken cancellationToken)
        {
            lock (engine._gate)
            {
                if (!IsWaiting) return;
                engine.RemoveWriter(this);
            }

            _core.SetException(new OperationCanceledException(cancellationToken));
        }
    }
}
