using Ephemeral.Signals;

namespace Ephemeral;

/// <summary>A signal's name with the type of its payload, declared once, so that nobody raises it with another one.</summary>
/// <remarks>Immutable. Keys of equal names and payload types are equal.</remarks>
/// <typeparam name="TPayload">What travels with the signal.</typeparam>
public sealed record SignalKey<TPayload>
{
    /// <inheritdoc cref="SignalKey(string)"/>
    public SignalKey(string name)
    {
        SignalArguments.ThrowIfNoName(name);
        Name = name;
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Returns the name.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public static implicit operator string(SignalKey<TPayload> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Name;
    }

    /// <inheritdoc cref="TypedSignalSink{TPayload}.Raise(string, TPayload, string?, SignalPropagation?)"/>
    /// <param name="sink">Where it is raised.</param>
    /// <param name="payload">What travels with it.</param>
    /// <param name="key">What it is about.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    public void Raise(TypedSignalSink<TPayload> sink, TPayload payload, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        sink.Raise(Name, payload, key);
    }

    /// <summary>Returns the present signals of this name, oldest first.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    public IReadOnlyList<SignalEvent<TPayload>> Sense(TypedSignalSink<TPayload> sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return sink.Sense(signal => signal.Signal == Name);
    }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
