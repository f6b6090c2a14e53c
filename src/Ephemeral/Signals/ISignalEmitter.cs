namespace Ephemeral;

/// <summary>Raises and takes back signals in the name of one operation.</summary>
public interface ISignalEmitter
{
    /// <summary>Gets the operation's id, which its signals carry.</summary>
    public long OperationId { get; }

    /// <summary>Gets the operation's key, which its signals carry; null without one.</summary>
    public string? Key { get; }

    /// <summary>Raises a signal.</summary>
    public void Emit(string signal);

    /// <summary>Raises a signal about the whole coordinator: the same as <see cref="Emit"/>, unless the emitter has scopes.</summary>
    public void EmitCoordinatorSignal(string signal) => Emit(signal);

    /// <summary>Raises a signal that concerns the whole sink. The same as <see cref="Emit"/> unless the emitter has scopes.</summary>
    public void EmitSinkSignal(string signal) => Emit(signal);

    /// <summary>Raises a signal with a cause of its own.</summary>
    /// <returns>False when a constraint blocked it.</returns>
    public bool EmitCaused(string signal, SignalPropagation? cause);

    /// <summary>Takes back the operation's signals of this name.</summary>
    /// <returns>How many there were.</returns>
    public int Retract(string signal);

    /// <summary>Takes back the operation's signals that match a pattern.</summary>
    /// <returns>How many there were.</returns>
    public int RetractMatching(string pattern);

    /// <summary>Tells whether the operation has a signal of this name.</summary>
    public bool HasSignal(string signal);
}
