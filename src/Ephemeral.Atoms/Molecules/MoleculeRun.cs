namespace Ephemeral.Atoms;

/// <summary>A run of a molecule, for those who follow a <see cref="MoleculeRunner"/>.</summary>
/// <param name="Name">The blueprint's name.</param>
/// <param name="TriggerSignal">The signal that started it.</param>
/// <param name="OperationId">The operation that it is.</param>
public sealed record MoleculeRun(string Name, SignalEvent TriggerSignal, long OperationId)
{
    /// <summary>Gets what ended it early; null while it runs and when it completed.</summary>
    public Exception? Error { get; init; }
}
