using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Accepting items.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private const int MaxSpareWriters = 1_024;

    private readonly WriterList[] _writers; // for each lane; guarded by _gate, as all below
    private int _waitingWriters;
    private long _arrivals;
    private BlockedWriter? _spareWriter;
    private int _spareWriters;
    private OperationIds _ids; // mutable struct: never readonly

    /// <summary>Accepts an item if there is room, without waiting.</summary>
    public bool TryEnqueue(in TItem item, in TTag tag, out long id)
    {
        EphemeralObserver? observer = Observer;
        Submission submission = Submit(item, tag, observer);
        Worker? wake = null;
        EnqueueRefusal refusal;
        Departures? departures = null;
        id = 0;
        lock (_gate)
        {
            AssertInvariants();
            refusal = RefusalOf(tag);
            bool isFair = refusal is EnqueueRefusal.Shutdown || _queue.CanAcceptFairly(tag);
            bool drops = isFair && Drops(refusal);
            if (!isFair) refusal = EnqueueRefusal.LaneFull;
            if (refusal is EnqueueRefusal.None || drops)
            {
                id = AcceptOrDrop(submission, ref refusal);
                wake = ReserveWorker();
                departures = TakeDepartures();
            }
        }

        wake?.Queue();
        Tell(departures);
        Submitted(observer, submission, refusal);
        return refusal == EnqueueRefusal.None;
    }

    /// <summary>Accepts an item, waiting for room if that is what a full queue does.</summary>
    public ValueTask<long> EnqueueAsync(in TItem item, in TTag tag, CancellationToken cancellationToken, ItemRequest<TTag, TResult>? request = null)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<long>(cancellationToken);
        EphemeralObserver? observer = Observer;
        Submission submission = Submit(item, tag, observer, request);
        Worker? wake = null;
        BlockedWriter? writer = null;
        EnqueueRefusal refusal;
        Departures? departures = null;
        long id = 0;
        lock (_gate)
        {
            AssertInvariants();
            refusal = RefusalOf(tag);
            if (refusal is EnqueueRefusal.None || Drops(refusal))
            {
                id = AcceptOrDrop(submission, ref refusal);
                wake = ReserveWorker();
                departures = TakeDepartures();
            }
            else if (refusal is not EnqueueRefusal.Shutdown && _settings.FullMode == QueueFullMode.Wait)
            {
                writer = RentWriter(submission);
                AddWriter(writer);
            }
        }

        if (writer is not null) return writer.Start(cancellationToken);
        wake?.Queue();
        Tell(departures);
        Submitted(observer, submission, refusal);
        return refusal == EnqueueRefusal.None ? new(id) : ValueTask.FromException<long>(Refused(refusal));
    }

    private Submission Submit(in TItem item, in TTag tag, EphemeralObserver? observer, ItemRequest<TTag, TResult>? request = null)
    {
        ObserverNeeds needs = observer?.Needs ?? ObserverNeeds.None;
        OperationOrigin? origin = OperationOrigin.Capture(needs, withCause: !_settings.ItemsKnowTheirCause);
        if ((needs & ObserverNeeds.Submitting) != 0) origin = OperationOrigin.Announce(origin, observer!, new(_probe, LaneName(tag)));
        return Submit(item, tag, origin, needs, request);
    }

    private Submission Submit(in TItem item, in TTag tag, OperationOrigin? origin, ObserverNeeds needs, ItemRequest<TTag, TResult>? request = null) =>
        new(item, tag, origin, (needs & ObserverNeeds.Timing) != 0 || _defers ? _settings.Clock.Now() : 0, request);

    private EnqueueRefusal RefusalOf(in TTag tag)
    {
        if (_completing) return EnqueueRefusal.Shutdown;
        if (!_queue.CanAccept(tag)) return EnqueueRefusal.LaneFull; // first: what is dropped from the lane makes room in the queue too
        return PendingCount < _settings.QueueCapacity ? EnqueueRefusal.None : EnqueueRefusal.QueueFull;
    }

    private bool Drops(EnqueueRefusal refusal) =>
        (refusal is EnqueueRefusal.QueueFull or EnqueueRefusal.LaneFull) && (_settings.FullMode is QueueFullMode.DropOldest or QueueFullMode.DropNewest);

    private long AcceptOrDrop(in Submission submission, ref EnqueueRefusal refusal)
    {
        if (refusal == EnqueueRefusal.None) return Accept(submission);
        int? lane = refusal == EnqueueRefusal.LaneFull ? _queue.LaneOf(submission.Tag) : null;
        refusal = EnqueueRefusal.None;
        if (_waitingOrder is not null && _waitingOrder.TryFind(_table, lane, out int oldest))
        {
            Unqueue(oldest, OperationState.Skipped, DiscardReason.Dropped);
            return Accept(submission);
        }

        int slot = NewOperation(submission);
        long id = _table[slot].Id;
        EndUnrun(slot, OperationState.Skipped, DiscardReason.Dropped, _settings.Clock.Now());
        return id;
    }

    private long Accept(in Submission submission)
    {
        int slot = NewOperation(submission);
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        try
        {
            if (submission.Request is { Delay: { } delay }) Delay(slot, delay);
            else EnqueueSlot(slot, submission.Tag);
        }
        catch
        {
            if (submission.Request is not null) _awaited.Remove(s.Id);
            _enqueued--; // a key whose comparer throws is the caller's error: as if it had never been offered
            _table.Forget(slot);
            _table.Free(slot);
            throw;
        }

        s.Item = submission.Item;
        if (THandler.HasTerms) LimitWait(slot, submission.Item);
        return s.Id;
    }

    private void EnqueueSlot(int slot, in TTag tag)
    {
        _table[slot].Place = _queue.Enqueue(_table, slot, tag);
        _waitingOrder?.Add(_table, _queue.LaneOf(tag), slot);
    }

    private int NewOperation(in Submission submission)
    {
        int slot = _table.Add(_ids.Take());
        ref Slot<TItem, TTag, TResult> s = ref _table[slot];
        s.Tag = submission.Tag;
        s.Origin = submission.Origin;
        s.Accepted = submission.Accepted;
        s.State = OperationState.Pending;
        if (submission.Request?.End is { } end) _awaited.Add(s.Id, end);
        _enqueued++;
        return slot;
    }

    private void Submitted(EphemeralObserver? observer, in Submission submission, EnqueueRefusal refusal)
    {
        if (submission.Origin?.Announced is { } announced)
            announced.Observer.OperationSubmitted(new(_probe, LaneName(submission.Tag), refusal) { State = announced.State });
        else
            observer?.OperationSubmitted(new(_probe, LaneName(submission.Tag), refusal));
    }

    private Exception Refused(EnqueueRefusal refusal) => refusal switch
    {
        EnqueueRefusal.Shutdown => IntakeClosed(),
        EnqueueRefusal.QueueFull => new CoordinatorFullException(
            $"The queue of the coordinator '{_settings.Name}' is full: {_settings.QueueCapacity} items wait. Raise QueueCapacity, or use FullMode Wait, DropOldest or DropNewest."),
        _ => new CoordinatorFullException(
            $"The lane of this item in the coordinator '{_settings.Name}' is full. Raise the lane's MaxDepth, or use FullMode Wait."),
    };

    private Exception IntakeClosed()
    {
        if (_disposed) return new ObjectDisposedException(_settings.Name, $"The coordinator '{_settings.Name}' was disposed and accepts no more items.");
        string what = _stopping.IsCancellationRequested ? "cancelled" : "completed";
        return new CoordinatorCompletedException(
            $"The coordinator '{_settings.Name}' was {what} at {_completedAt:HH:mm:ss} UTC and accepts no more items. Create a new coordinator, or enqueue before that.");
    }

    /// <summary>An offered item with all that is read before the lock is taken.</summary>
    /// <param name="Item">The item.</param>
    /// <param name="Tag">What the queue knows it by.</param>
    /// <param name="Origin">Where it comes from.</param>
    /// <param name="Accepted">A stamp; 0 while nothing asks for it.</param>
    /// <param name="Request">What its caller asks for beyond acceptance; nearly always null.</param>
    private readonly record struct Submission(TItem Item, TTag Tag, OperationOrigin? Origin, long Accepted, ItemRequest<TTag, TResult>? Request);
}
