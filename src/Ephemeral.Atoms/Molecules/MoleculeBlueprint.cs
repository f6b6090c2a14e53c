using System.Collections.Immutable;

namespace Ephemeral.Atoms;

/// <summary>A reusable workflow: the signal that starts it, and the atoms that run one after the other when it does.</summary>
/// <remarks>Thread-safe. A run takes the atoms that there are when it starts; later changes concern later runs.</remarks>
public sealed class MoleculeBlueprint
{
    private ImmutableArray<Func<MoleculeContext, CancellationToken, Task>> _atoms = [];

    /// <summary>Creates a blueprint without atoms.</summary>
    /// <param name="name">Its name in events and messages.</param>
    /// <param name="triggerPattern">The pattern of the signals that start it: <c>*</c> any run of characters, <c>?</c> one.</param>
    /// <param name="condition">Decides, on the raising thread, whether a matching signal starts it; null: every one does.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or <paramref name="triggerPattern"/> is null or empty.</exception>
    public MoleculeBlueprint(string name, string triggerPattern, Func<SignalEvent, bool>? condition = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrEmpty(triggerPattern);
        Name = name;
        TriggerPattern = triggerPattern;
        Condition = condition;
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the pattern of the signals that start it.</summary>
    public string TriggerPattern { get; }

    /// <summary>Gets how many atoms a run has.</summary>
    public int AtomCount => _atoms.Length;

    internal Func<SignalEvent, bool>? Condition { get; }

    internal ImmutableArray<Func<MoleculeContext, CancellationToken, Task>> Atoms => _atoms;

    /// <summary>Adds an atom that runs after those that are there.</summary>
    /// <returns>The blueprint.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="atom"/> is null.</exception>
    public MoleculeBlueprint AddAtom(Func<MoleculeContext, CancellationToken, Task> atom)
    {
        ArgumentNullException.ThrowIfNull(atom);
        ImmutableInterlocked.Update(ref _atoms, static (atoms, atom) => atoms.Add(atom), atom);
        return this;
    }

    /// <summary>Removes all atoms. Runs that have started keep theirs.</summary>
    /// <returns>How many there were.</returns>
    public int RemoveAtoms() => ImmutableInterlocked.InterlockedExchange(ref _atoms, []).Length;
}
