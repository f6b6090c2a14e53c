namespace Ephemeral.Atoms;

/// <summary>Which operations a <see cref="VolatileOperationAtom"/> removes.</summary>
/// <remarks>Its functions run on the thread that raises the signal, outside locks. What one throws counts as <see cref="SignalSink.CallbackFailures"/>.</remarks>
public sealed class VolatileOperationOptions
{
    /// <summary>Gets the pattern of the signals that remove the operation that raised them.</summary>
    /// <value>The default is <c>kill.*</c>.</value>
    public string KillSignalPattern { get; init; } = "kill.*";

    /// <summary>Gets what decides whether a matching signal removes its operation.</summary>
    /// <value>The default is null: every one does. An operation whose decision throws stays.</value>
    public Func<SignalEvent, bool>? ShouldKill { get; init; }

    /// <summary>Gets what is called after an operation was removed.</summary>
    /// <value>The default is null.</value>
    public Action<SignalEvent>? OnKilled { get; init; }

    /// <summary>Gets what is called when no operation has the signal's id: it has left, or belongs to another coordinator.</summary>
    /// <value>The default is null.</value>
    public Action<SignalEvent>? OnNotFound { get; init; }
}
