using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>A signal's name, declared once and used wherever a name is wanted.</summary>
/// <remarks>Immutable. Keys of equal names are equal.</remarks>
/// <example><code>
/// static readonly SignalKey OrderSaved = new("order.saved");
/// OrderSaved.Raise(sink, key: "42");
/// </code></example>
public sealed record SignalKey
{
    /// <summary>Declares a name.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    public SignalKey(string name)
    {
        SignalArguments.ThrowIfNoName(name);
        Name = name;
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Returns the name.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public static implicit operator string(SignalKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Name;
    }

    /// <inheritdoc cref="SignalSink.Raise(string, string?)"/>
    /// <param name="sink">Where it is raised.</param>
    /// <param name="key">What it is about.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    public void Raise(SignalSink sink, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        sink.Raise(Name, key);
    }

    /// <summary>Returns the present signals of this name, oldest first.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    public IReadOnlyList<SignalEvent> Sense(SignalSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return sink.Sense(signal => signal.Is(Name));
    }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
