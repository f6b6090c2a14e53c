using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>The chain of signals that led to something, from the first cause to the last. Immutable.</summary>
/// <remarks>Chains share their beginnings: extending one costs a single small object, whatever its length.</remarks>
public sealed class SignalPropagation
{
    private static volatile bool _hasAny;

    private readonly SignalPropagation? _parent;

    private SignalPropagation(string signal, long operationId, SignalPropagation? parent)
    {
        Last = new(signal, operationId);
        _parent = parent;
        Depth = parent is null ? 1 : parent.Depth + 1;
        Expect();
    }

    /// <summary>Gets how many steps the chain has; at least 1.</summary>
    public int Depth { get; }

    /// <summary>Gets the latest step: the immediate cause.</summary>
    public SignalCause Last { get; }

    /// <summary>Gets the steps from the first cause to the last, as a new list.</summary>
    public IReadOnlyList<SignalCause> Path
    {
        get
        {
            SignalCause[] path = new SignalCause[Depth];
            for (SignalPropagation? step = this; step is not null; step = step._parent) path[step.Depth - 1] = step.Last;
            return path;
        }
    }

    /// <summary>Begins a chain.</summary>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public static SignalPropagation Root(string signal, long operationId = 0) => After(null, signal, operationId);

    /// <summary>Returns this chain with one more step at its end.</summary>
    /// <exception cref="ArgumentException"><paramref name="signal"/> is null or empty.</exception>
    public SignalPropagation Extend(string signal, long operationId = 0) => After(this, signal, operationId);

    /// <summary>Tells whether a step of the chain has this name.</summary>
    public bool Contains(string signal)
    {
        for (SignalPropagation? step = this; step is not null; step = step._parent)
            if (step.Last.Signal == signal) return true;
        return false;
    }

    /// <summary>Tells whether a step of the chain was raised by this operation.</summary>
    public bool Contains(long operationId)
    {
        for (SignalPropagation? step = this; step is not null; step = step._parent)
            if (step.Last.OperationId == operationId) return true;
        return false;
    }

    /// <summary>Returns the names of the steps, first cause first.</summary>
    public override string ToString() => string.Join(" > ", Path.Select(static step => step.Signal));

    /// <summary>Gets whether the process has ever made a chain, or may be about to.</summary>
    internal static bool HasAny => _hasAny;

    /// <summary>Says that a chain will be made when somebody asks for it.</summary>
    internal static void Expect()
    {
        if (!_hasAny) _hasAny = true;
    }

    internal static SignalPropagation After(SignalPropagation? parent, string signal, long operationId)
    {
        SignalArguments.ThrowIfNoName(signal);
        return new(signal, operationId, parent);
    }
}
