using Ephemeral.Operations;

namespace Ephemeral.Engine;

/// <summary>Telling what left the window or the queue, after the visit to the lock in which it left.</summary>
internal sealed partial class WorkEngine<TItem, TTag, TResult, TQueue, THandler>
{
    private Departures? _departures; // guarded by _gate
    private Departures? _spareDepartures; // exchanged, not guarded

    private void Discard(in OperationDiscardedArguments arguments) => Departing.Discarded.Add(arguments);

    private Departures Departing => _departures ??= Interlocked.Exchange(ref _spareDepartures, null) ?? new();

    private Departures? TakeDepartures()
    {
        Departures? taken = _departures;
        _departures = null;
        return taken;
    }

    private void Tell(Departures? departures)
    {
        if (departures is null) return;
        EphemeralObserver? observer = Observer;
        foreach ((TaskCompletionSource<OperationRecord<TTag, TResult>> source, OperationRecord<TTag, TResult> record) in departures.Awaited)
            source.TrySetResult(record);

        if (observer is not null)
            foreach (OperationDiscardedArguments discarded in departures.Discarded) observer.OperationDiscarded(discarded);

        foreach ((OperationRecord<TTag, TResult> record, EvictionReason reason) in departures.Left)
        {
            observer?.OperationEvicted(new(_probe, record.Id, reason));
            if (_owner.WantsDepartures || record.Operation is { HasSignalLog: true })
                _owner.Departed(record.Operation, record.ToSnapshot(KeyText(record.Tag), _settings.Clock));
        }

        departures.Clear();
        Volatile.Write(ref _spareDepartures, departures);
    }

    /// <summary>What left the window or the queue during one visit to the lock, told after it. Reused.</summary>
    private sealed class Departures
    {
        internal List<(OperationRecord<TTag, TResult> Record, EvictionReason Reason)> Left { get; } = [];

        internal List<OperationDiscardedArguments> Discarded { get; } = [];

        internal List<(TaskCompletionSource<OperationRecord<TTag, TResult>> Source, OperationRecord<TTag, TResult> Record)> Awaited { get; } = [];

        internal void Clear()
        {
            Left.Clear();
            Discarded.Clear();
            Awaited.Clear();
        }
    }
}
