namespace Ephemeral;

/// <summary>Raises and takes back signals in the name of one operation.</summary>
public interface ISignalEmitter
{
    /// <summary>Gets the operation's id, which its signals carry.</summary>
    long OperationId { get; }

    /// <summary>Gets the operation's key, which its signals carry; null without one.</summary>
    string? Key { get; }

    /// <summary>Raises a signal.</summary>
    void Emit(string signal);

    /// <summary>Raises a signal about the whole coordinator: the same as <see cref="Emit"/>, unless the emitter has scopes.</summary>
    void EmitCoordinatorSignal(string signal) => Emit(signal);

    /// <summary>Raises a signal that concerns the whole sink. The same as <see cref="Emit"/> unless the emitter has scopes.</summary>
    void EmitSinkSignal(string signal) => Emit(signal);

    /// <summary>Raises a signal with a cause of its own.</summary>
    /// <returns>False when a constraint blocked it.</returns>
    bool EmitCaused(string signal, SignalPropagation? cause);

    /// <summary>Takes back the operation's signals of this name.</summary>
    /// <returns>How many there were.</returns>
    int Retract(string signal);

    /// <summary>Takes back the operation's signals that match a pattern.</summary>
    /// <returns>How many there were.</returns>
    int RetractMatching(string pattern);

    /// <summary>Tells whether the operation has a signal of this name.</summary>
    bool HasSignal(string signal);
}
