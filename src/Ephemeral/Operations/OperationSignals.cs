using Ephemeral.Signals;

namespace Ephemeral.Operations;

/// <summary>The way of a signal from an operation: constraints, the coordinator's own count of present names, its callbacks, the shared sink.</summary>
/// <remarks>Thread-safe; one for each coordinator. Callbacks run on the raising thread, outside locks.</remarks>
internal sealed class OperationSignals(SignalSink? sink, SignalConstraints? constraints, SignalCallbacks callbacks)
{
    private readonly SignalAdmission _admission = new(constraints ?? SignalConstraints.OfSinks, callbacks.Guard, sink);

    /// <summary>Gets how many signals a constraint blocked before they reached a sink.</summary>
    public long BlockedCount => _admission.BlockedCount;

    /// <summary>Gets which names are present on operations in the window.</summary>
    public SignalPresence Presence { get; } = new();

    public SignalSink? Sink => sink;

    public CallbackGuard Callbacks => callbacks.Guard;

    /// <summary>Raises a signal in an operation's name.</summary>
    /// <returns>False when a constraint blocked it.</returns>
    public bool Emit(EphemeralOperation operation, SignalEvent raised)
    {
        if (constraints is null && sink is not null && IsTooDeep(sink, raised)) return sink.TryRaise(raised); // it cuts the chain, counts it and says so
        if (!_admission.TryAdmit(ref raised, out int depth)) return false;
        Remember(operation, raised);
        callbacks.Raised(raised, depth);
        return sink is null || sink.TryRaise(raised, _admission.IsLeaf(raised.Signal));
    }

    /// <summary>Takes back what an operation has removed from its own record; from the shared sink also what it does not remember.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="removed">Its signals.</param>
    /// <param name="now">The time of the retraction.</param>
    /// <param name="text">The name or the pattern that chose them.</param>
    /// <param name="isPattern">Which of the two it is.</param>
    /// <returns>How many there were, counting one that is in both places once.</returns>
    public int Retract(EphemeralOperation operation, IReadOnlyList<OperationSignal> removed, DateTimeOffset now, string text, bool isPattern)
    {
        Forget(removed);
        if (callbacks.HearsRetractions)
        {
            foreach (OperationSignal signal in removed)
                Announce(new(signal.Name, operation.Id, operation.Key, now, isPattern, isPattern ? text : null));
        }

        if (sink is null) return removed.Count;
        return Math.Max(removed.Count, isPattern ? sink.RetractMatching(text, operation.Id) : sink.Retract(text, operation.Id));
    }

    /// <summary>No longer counts signals as present, because their operation took them back or left the window.</summary>
    public void Forget(IReadOnlyList<OperationSignal> removed)
    {
        foreach (OperationSignal signal in removed) Presence.Remove(signal.Name);
    }

    private static bool IsTooDeep(SignalSink sink, in SignalEvent raised)
    {
        _ = SignalCauses.Of(raised, out int depth);
        return depth >= sink.MaxDepth;
    }

    private void Announce(in SignalRetractedEvent retracted)
    {
        if (_admission.TryAdmit(retracted, out SignalEvent step, out int depth)) callbacks.Retracted(retracted, step, depth);
    }

    /// <summary>Counts the signal first: an operation that leaves the window meanwhile takes back what it remembers.</summary>
    private void Remember(EphemeralOperation operation, in SignalEvent raised)
    {
        if (!operation.CanRemember)
        {
            operation.Remember(new(raised.Signal, raised.Timestamp)); // only counted
            return;
        }

        Presence.Add(raised.Signal);
        if (!operation.Remember(new(raised.Signal, raised.Timestamp))) Presence.Remove(raised.Signal);
    }
}
