namespace Ephemeral;

/// <summary>What a kind of coordinator says about itself, beside its options.</summary>
internal sealed record CoordinatorTraits(string Kind, string DefaultName)
{
    /// <summary>Gets the sink that the kind is built on, whatever the options say.</summary>
    public SignalSink? Sink { get; init; }

    /// <summary>Gets the kind's own default; null for that of the options.</summary>
    public int? DefaultMaxConcurrency { get; init; }

    /// <summary>Gets whether it runs one collection: it takes every item, whatever the options say of a full queue, no drain signal ends it early, and its bodies run in its caller's context.</summary>
    public bool IsOneShot { get; init; }

    /// <summary>Gets whether a source feeds it, which waits for room whatever the options say of a full queue.</summary>
    public bool IsFed { get; init; }

    /// <summary>Gets whether each item says what caused it, so that enqueuing captures nothing; the body says so in turn.</summary>
    public bool ItemsKnowTheirCause { get; init; }

    /// <summary>Gets what is wrong with what came beside the options.</summary>
    public IReadOnlyList<(string Name, string Fault)> Faults { get; init; } = [];

    /// <summary>Gets the lanes with rules of their own.</summary>
    public IReadOnlyList<PriorityLane> Lanes { get; init; } = [];

    public static CoordinatorTraits Of<T>(string kind)
    {
        string name = typeof(T).Name;
        int arity = name.IndexOf('`');
        return new(kind, arity < 0 ? name : name[..arity]);
    }
}
