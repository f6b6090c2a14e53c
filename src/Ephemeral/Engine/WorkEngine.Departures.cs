using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Telling, outside the lock, what left the queue or the window inside it.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private Departures? _departures; // guarded by _gate, as the next
    private Departures? _spareDepartures;

    private void Discard(in OperationDiscardedArguments arguments) => Departing.Discarded.Add(arguments);

    private Departures Departing
    {
        get
        {
            if (_departures is not null) return _departures;
            _departures = _spareDepartures ?? new();
            _spareDepartures = _departures.NextSpare;
            return _departures;
        }
    }

    private Departures? TakeDepartures()
    {
        Departures? taken = _departures;
        _departures = null;
        return taken;
    }

    private void Tell(Departures? departures)
    {
        if (departures is null) return;
        TellAll(departures);
        lock (_gate) GiveBack(departures);
    }

    /// <summary>Keeps what was told for reuse.</summary>
    private void GiveBack(Departures? told)
    {
        if (told is null) return;
        told.NextSpare = _spareDepartures;
        _spareDepartures = told;
    }

    private void TellAll(Departures departures)
    {
        foreach (EphemeralOperation closed in departures.Closed) closed.Close();
        EphemeralObserver? observer = Observer;
        foreach ((TaskCompletionSource<OperationRecord<TTag, TResult>> source, OperationRecord<TTag, TResult> record) in departures.Awaited)
            source.TrySetResult(record);

        foreach (TaskCompletionSource flushed in departures.Flushed) flushed.TrySetResult();

        if (observer is not null)
            foreach (OperationDiscardedArguments discarded in departures.Discarded) observer.OperationDiscarded(discarded);

        foreach ((OperationRecord<TTag, TResult> record, EvictionReason reason) in departures.Left)
        {
            observer?.OperationEvicted(new(_probe, record.Id, reason));
            if (_owner.WantsDepartures || record.Operation is { HasSignalLog: true })
                _owner.Departed(record.Operation, record.ToSnapshot(KeyText(record.Tag), _settings.Clock));
        }

        foreach (Exception error in departures.KeyFaults) _scope.Signals.Callbacks.Failed("Key.Equals", error);
        departures.Clear();
    }

    /// <summary>What left the window or the queue during one visit to the lock, told after it. Reused.</summary>
    private sealed class Departures
    {
        internal Departures? NextSpare { get; set; }

        /// <summary>Gets or sets whether user code is told, beside observers.</summary>
        internal bool ConcernOwner { get; set; }

        internal List<(OperationRecord<TTag, TResult> Record, EvictionReason Reason)> Left { get; } = [];

        internal List<OperationDiscardedArguments> Discarded { get; } = [];

        internal List<(TaskCompletionSource<OperationRecord<TTag, TResult>> Source, OperationRecord<TTag, TResult> Record)> Awaited { get; } = [];

        /// <summary>Gets what the keys' comparer threw when a key was forgotten.</summary>
        internal List<Exception> KeyFaults { get; } = [];

        internal List<TaskCompletionSource> Flushed { get; } = [];

        /// <summary>Gets the operations that somebody looked up while they waited, and that ended without running.</summary>
        internal List<EphemeralOperation> Closed { get; } = [];

        internal void Clear()
        {
            ConcernOwner = false;
            Left.Clear();
            Discarded.Clear();
            Awaited.Clear();
            KeyFaults.Clear();
            Flushed.Clear();
            Closed.Clear();
        }
    }
}
