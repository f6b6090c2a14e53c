using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Running the items of a source that is pulled when a slot frees.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private ItemSource<TItem>? _source; // set by Start, as the next
    private OperationOrigin? _sourceOrigin;

    /// <summary>Gets whether nobody can look at ended operations, since only the loop over the source knows their coordinator.</summary>
    private bool IsUnseen => _source is not null && !_owner.WantsEnds && !_owner.WantsDepartures && (_settings.Observer ?? EphemeralDiagnostics.Observer) is null;

    private bool CanPull => _source is { IsEnded: false };

    /// <summary>Gets whether the next item may be pulled: what comes back for its next attempt goes first, and only so many may wait for theirs.</summary>
    private bool MayPull => CanPull && _queue.Count == 0 && _betweenAttempts < _settings.QueueCapacity;

    /// <summary>Starts to pull a source instead of accepting items; the source ends intake by itself.</summary>
    public void Start(ItemSource<TItem> source)
    {
        _sourceOrigin = OperationOrigin.Capture(Observer?.Needs ?? ObserverNeeds.None); // all its items come from here
        lock (_gate)
        {
            _source = source;
            CloseIntake();
            if (_isCancelled) source.End();
        }

        WakeOne();
        bool drained;
        lock (_gate) drained = NothingIsLeft;
        if (drained) _drained.TrySetResult();
    }

    /// <summary>Pulls the source's next item, outside the lock. Whether it may is read without the lock: a hold counts from the next item.</summary>
    private bool TryPull(out Submission pulled)
    {
        pulled = default;
        if (!MayPull || RunnableUpTo == 0 || _reserved > _limit || !_source!.TryPull(out TItem? item)) return false;
        pulled = Submit(item, default!, _sourceOrigin, Observer?.Needs ?? ObserverNeeds.None);
        return true;
    }

    /// <summary>Accepts a pulled item and starts it at once; false when it is skipped or abandoned instead.</summary>
    private bool TryStartPulled(Worker worker, in Submission pulled, long now, out TItem item)
    {
        int slot = NewOperation(pulled);
        item = pulled.Item;
        if (!_deferral.IsSkipping && !_stopping.IsCancellationRequested)
        {
            if (_settings.Retry is not null) _table[slot].Item = item; // for the next attempt: it came past the queue
            Begin(worker, slot, now);
            return true;
        }

        if (_deferral.IsSkipping) EndUnrun(slot, OperationState.Skipped, DiscardReason.SignalCancelled, now);
        else EndUnrun(slot, OperationState.Cancelled, DiscardReason.Shutdown, now);
        return false;
    }
}
