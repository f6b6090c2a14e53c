namespace Ephemeral.Atoms.Molecules;

/// <summary>What waits in a runner's queue: a blueprint and the signal that started it.</summary>
internal readonly record struct StartedMolecule(MoleculeBlueprint Blueprint, SignalEvent Trigger);
