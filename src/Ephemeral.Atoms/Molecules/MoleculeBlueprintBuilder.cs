namespace Ephemeral.Atoms;

/// <summary>Describes a <see cref="MoleculeBlueprint"/> step by step.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <example><code>
/// MoleculeBlueprint order = new MoleculeBlueprintBuilder("order", "order.placed")
///     .AddAtom(async (context, ct) => await ReserveAsync(context.TriggerSignal.Key, ct))
///     .AddAtom(context => context.Raise("order.reserved"))
///     .Build();
/// </code></example>
public sealed class MoleculeBlueprintBuilder
{
    private readonly List<Func<MoleculeContext, CancellationToken, Task>> _atoms = [];
    private readonly string _name;
    private readonly string _triggerPattern;
    private Func<SignalEvent, bool>? _condition;

    /// <summary>Begins a description.</summary>
    /// <param name="name">The molecule's name in events and messages.</param>
    /// <param name="triggerPattern">The pattern of the signals that start it.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or <paramref name="triggerPattern"/> is null or empty.</exception>
    public MoleculeBlueprintBuilder(string name, string triggerPattern)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrEmpty(triggerPattern);
        _name = name;
        _triggerPattern = triggerPattern;
    }

    /// <summary>Adds an atom that runs after those before it.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="atom"/> is null.</exception>
    public MoleculeBlueprintBuilder AddAtom(Func<MoleculeContext, CancellationToken, Task> atom)
    {
        ArgumentNullException.ThrowIfNull(atom);
        _atoms.Add(atom);
        return this;
    }

    /// <summary>Adds an atom that ends at once.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="atom"/> is null.</exception>
    public MoleculeBlueprintBuilder AddAtom(Action<MoleculeContext> atom)
    {
        ArgumentNullException.ThrowIfNull(atom);
        return AddAtom((context, _) =>
        {
            atom(context);
            return Task.CompletedTask;
        });
    }

    /// <summary>Starts the molecule only for signals that fulfil a condition, all of them if there are several.</summary>
    /// <param name="condition">Runs on the raising thread. If it throws, the molecule is not started, and the sink counts it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="condition"/> is null.</exception>
    public MoleculeBlueprintBuilder WithCondition(Func<SignalEvent, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Func<SignalEvent, bool>? before = _condition;
        _condition = before is null ? condition : signal => before(signal) && condition(signal);
        return this;
    }

    /// <summary>Makes the blueprint.</summary>
    /// <exception cref="InvalidOperationException">There is no atom.</exception>
    public MoleculeBlueprint Build()
    {
        if (_atoms.Count == 0) throw new InvalidOperationException($"The molecule '{_name}' has no atoms, so it would do nothing. Call AddAtom before Build.");
        MoleculeBlueprint blueprint = new(_name, _triggerPattern, _condition);
        _atoms.ForEach(atom => blueprint.AddAtom(atom));
        return blueprint;
    }
}
