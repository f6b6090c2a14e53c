namespace Ephemeral.Engine;

/// <summary>Hears what happens in the engine. Every member is called outside the engine's lock.</summary>
internal interface IEngineOwner
{
    /// <summary>Gets whether a snapshot must be made of each operation that leaves the window.</summary>
    bool WantsDepartures { get; }

    /// <summary>Gets whether <see cref="Ended"/> must be called.</summary>
    bool WantsEnds { get; }

    /// <summary>Called after an operation left the window, with its last state.</summary>
    void Departed(EphemeralOperation? operation, EphemeralOperationSnapshot snapshot);

    /// <summary>Called after an operation ended and stands in the window.</summary>
    void Ended();
}
