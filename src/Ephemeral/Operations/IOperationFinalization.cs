namespace Ephemeral;

/// <summary>Announces operations that leave a window.</summary>
public interface IOperationFinalization
{
    /// <summary>Occurs once for each operation that leaves the window, with its last state, on the thread that made it leave.</summary>
    event Action<EphemeralOperationSnapshot>? OperationFinalized;
}
