using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Running the items of a source that is pulled when a slot frees.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    /// <summary>Starts to pull; the source ends intake by itself.</summary>
    public void Start()
    {
        lock (_gate) CloseIntake();
        WakeOne();
        bool drained;
        lock (_gate) drained = NothingIsLeft;
        if (drained) _drained.TrySetResult();
    }

    /// <summary>Accepts a pulled item and starts it at once; false when a cancel rule skips it.</summary>
    private bool TryStartPulled(Worker worker, TItem item, out Worker? extra)
    {
        Submission submission = Submit(item, default!);
        bool started;
        Departures? departures;
        lock (_gate)
        {
            long now = _settings.Clock.Now();
            int slot = NewOperation(submission);
            started = !_deferral.IsSkipping && !_stopping.IsCancellationRequested;
            if (started) Begin(worker, slot, now);
            else if (_deferral.IsSkipping) EndUnrun(slot, OperationState.Skipped, DiscardReason.SignalCancelled, now);
            else EndUnrun(slot, OperationState.Cancelled, DiscardReason.Shutdown, now);
            departures = TakeDepartures();
            extra = started ? ReserveWorker() : null;
        }

        Submitted(submission.Tag, EnqueueRefusal.None);
        Tell(departures);
        return started;
    }
}
