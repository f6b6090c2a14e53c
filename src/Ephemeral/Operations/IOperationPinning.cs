namespace Ephemeral;

/// <summary>Keeps chosen operations in a window.</summary>
public interface IOperationPinning
{
    /// <summary>Keeps an operation in the window beyond its size and age, until <see cref="Unpin"/>.</summary>
    /// <returns>False when the id is unknown, or as many operations are pinned as the window allows.</returns>
    bool Pin(long operationId);

    /// <summary>Lets a pinned operation leave the window in its turn; at once when its turn has passed.</summary>
    /// <returns>False when the id is unknown.</returns>
    bool Unpin(long operationId);
}
