using System.Runtime.CompilerServices;

namespace Ephemeral;

/// <summary>Where a scoped signal comes from: an atom of a coordinator of a sink.</summary>
/// <remarks>Immutable. No part is empty or has a dot, a <c>*</c> or a <c>?</c>, which separate and match the parts of a <see cref="ScopedSignalKey"/>.</remarks>
public sealed record SignalContext
{
    /// <summary>Creates a context.</summary>
    /// <param name="sink">The name of the sink.</param>
    /// <param name="coordinator">The name of the coordinator.</param>
    /// <param name="atom">The name of the atom.</param>
    /// <exception cref="ArgumentException">A part is null or empty, or has a dot, a <c>*</c> or a <c>?</c>.</exception>
    public SignalContext(string sink, string coordinator, string atom)
    {
        Sink = Checked(sink);
        Coordinator = Checked(coordinator);
        Atom = Checked(atom);
    }

    /// <summary>Gets the name of the sink.</summary>
    public string Sink { get; }

    /// <summary>Gets the name of the coordinator.</summary>
    public string Coordinator { get; }

    /// <summary>Gets the name of the atom.</summary>
    public string Atom { get; }

    /// <summary>Gets the parts.</summary>
    public void Deconstruct(out string sink, out string coordinator, out string atom) => (sink, coordinator, atom) = (Sink, Coordinator, Atom);

    /// <summary>Returns the parts with dots between them.</summary>
    public override string ToString() => $"{Sink}.{Coordinator}.{Atom}";

    /// <summary>Checks one part of a scope.</summary>
    internal static string Checked(string part, [CallerArgumentExpression(nameof(part))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(part, parameter);
        if (part.AsSpan().IndexOfAny('.', '*', '?') >= 0)
            throw new ArgumentException($"A part of a signal's scope has no dot, * or ?, but was \"{part}\". Use - or _ inside it.", parameter);

        return part;
    }
}
