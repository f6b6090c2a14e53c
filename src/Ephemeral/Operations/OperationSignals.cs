using Ephemeral.Signals;

namespace Ephemeral.Operations;

/// <summary>The way of a signal from an operation: constraints, the coordinator's own count of present names, its callbacks, the shared sink.</summary>
/// <remarks>Thread-safe; one for each coordinator. Callbacks run on the raising thread, outside locks.</remarks>
internal sealed class OperationSignals(SignalSink? sink, SignalConstraints? constraints, SignalCallbacks callbacks)
{
    /// <summary>Gets which names are present on operations in the window.</summary>
    public SignalPresence Presence { get; } = new();

    public SignalSink? Sink => sink;

    public CallbackGuard Callbacks => callbacks.Guard;

    /// <summary>Raises a signal in an operation's name.</summary>
    /// <returns>False when a constraint blocked it.</returns>
    public bool Emit(EphemeralOperation operation, SignalEvent raised)
    {
        if (constraints?.ShouldBlock(raised.Signal, raised.Propagation) is { } reason)
        {
            callbacks.Blocked(constraints, raised, reason);
            return false;
        }

        Remember(operation, raised);
        if (constraints?.IsLeaf(raised.Signal) == true) raised = raised with { Propagation = null };
        callbacks.Raised(raised);
        return sink is null || sink.TryRaise(raised);
    }

    /// <summary>Takes back what an operation has removed from its own record, here and in the shared sink.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="removed">Its signals.</param>
    /// <param name="now">The time of the retraction.</param>
    /// <param name="pattern">The pattern that chose them; null for a name.</param>
    public void Retract(EphemeralOperation operation, IReadOnlyList<OperationSignal> removed, DateTimeOffset now, string? pattern)
    {
        Forget(removed);
        foreach (OperationSignal signal in removed)
            callbacks.Retracted(new(signal.Name, operation.Id, operation.Key, now, pattern is not null, pattern));

        if (sink is null) return;
        foreach (string name in removed.Select(static signal => signal.Name).Distinct()) sink.Retract(name, operation.Id);
    }

    /// <summary>No longer counts signals as present, because their operation took them back or left the window.</summary>
    public void Forget(IReadOnlyList<OperationSignal> removed)
    {
        foreach (OperationSignal signal in removed) Presence.Remove(signal.Name);
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
