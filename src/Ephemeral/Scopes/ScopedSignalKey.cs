using System.Diagnostics.CodeAnalysis;
using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>A signal's name with its scope: <c>sink.coordinator.atom.name</c>, with <c>*</c> for each part that a wider scope leaves open.</summary>
/// <remarks>
/// Immutable. The text of a key is also a pattern: that of a wider scope matches the signals of the same name in the narrower ones.
/// </remarks>
public sealed record ScopedSignalKey
{
    private const string Any = "*";

    private ScopedSignalKey(string sink, string coordinator, string atom, string name)
    {
        SignalArguments.ThrowIfNoName(name);
        Sink = sink;
        Coordinator = coordinator;
        Atom = atom;
        Name = name;
    }

    /// <summary>Gets the name of the sink.</summary>
    public string Sink { get; }

    /// <summary>Gets the name of the coordinator; <c>*</c> when the scope is the sink.</summary>
    public string Coordinator { get; }

    /// <summary>Gets the name of the atom; <c>*</c> when the scope is the sink or the coordinator.</summary>
    public string Atom { get; }

    /// <summary>Gets the signal's own name, which may have dots.</summary>
    public string Name { get; }

    /// <summary>Makes the key of a signal about one atom.</summary>
    /// <exception cref="ArgumentException"><paramref name="context"/> is null, or <paramref name="name"/> is null or empty.</exception>
    public static ScopedSignalKey ForAtom(SignalContext context, string name) => new(Checked(context).Sink, context.Coordinator, context.Atom, name);

    /// <summary>Makes the key of a signal about a whole coordinator.</summary>
    /// <inheritdoc cref="ForAtom"/>
    public static ScopedSignalKey ForCoordinator(SignalContext context, string name) => new(Checked(context).Sink, context.Coordinator, Any, name);

    /// <summary>Makes the key of a signal about a whole sink.</summary>
    /// <inheritdoc cref="ForAtom"/>
    public static ScopedSignalKey ForSink(SignalContext context, string name) => new(Checked(context).Sink, Any, Any, name);

    /// <summary>Reads a key from its text. It needs four parts; the fourth is all that follows the third dot.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key; null when the text is none.</param>
    /// <returns>False when a part is missing or empty, or a <c>*</c> stands where a wider scope has a part.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ScopedSignalKey? key)
    {
        key = null;
        string[] parts = text?.Split('.', 4) ?? [];
        if (parts.Length < 4 || Array.Exists(parts, static part => part.Length == 0)) return false;
        bool isOpen = false;
        for (int i = 0; i < 3; i++)
        {
            if (isOpen && parts[i] != Any) return false; // open parts come last
            if (!isOpen && parts[i] == Any && i > 0) isOpen = true;
            else if (!isOpen && parts[i].AsSpan().IndexOfAny('*', '?') >= 0) return false;
        }

        key = new(parts[0], parts[1], parts[2], parts[3]);
        return true;
    }

    /// <summary>Returns the key's text.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public static implicit operator string(ScopedSignalKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.ToString();
    }

    /// <summary>Gets the parts.</summary>
    public void Deconstruct(out string sink, out string coordinator, out string atom, out string name) =>
        (sink, coordinator, atom, name) = (Sink, Coordinator, Atom, Name);

    /// <summary>Returns the parts with dots between them.</summary>
    public override string ToString() => $"{Sink}.{Coordinator}.{Atom}.{Name}";

    private static SignalContext Checked(SignalContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context;
    }
}
