using System.Diagnostics.CodeAnalysis;

namespace Ephemeral;

/// <summary>A signal that was raised.</summary>
/// <param name="Signal">The name, by convention dotted lower-case segments with an optional tail after a colon.</param>
/// <param name="OperationId">The operation that raised it, or an id of its own.</param>
/// <param name="Key">What it is about; null when it is about nothing in particular.</param>
/// <param name="Timestamp">When it was raised; left at its default, the sink fills it in.</param>
/// <param name="Propagation">The chain of signals that caused it; null when no signal did.</param>
public readonly record struct SignalEvent(
    string Signal, long OperationId, string? Key, DateTimeOffset Timestamp, SignalPropagation? Propagation = null)
{
    /// <summary>Gets what travels with the signal to its subscribers. A sink's window does not keep it.</summary>
    public object? Payload { get; init; }

    /// <summary>Gets how many signals led to this one; 0 when none did.</summary>
    public int Depth => Propagation?.Depth ?? 0;

    /// <summary>Tells whether raising a signal because of this one would close a circle: it is this one, or one of its causes.</summary>
    public bool WouldCycle(string signal) => Signal == signal || (Propagation?.Contains(signal) ?? false);

    /// <summary>Tells whether the signal has this name.</summary>
    public bool Is(string name) => Signal == name;

    /// <summary>Tells whether the signal has this name.</summary>
    public bool Is(ReadOnlySpan<char> name) => Signal.AsSpan().SequenceEqual(name);

    /// <summary>Tells whether the signal's name begins with this text.</summary>
    public bool StartsWith(string prefix) => Signal.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>Tells whether the signal's name begins with this text.</summary>
    public bool StartsWith(ReadOnlySpan<char> prefix) => Signal.AsSpan().StartsWith(prefix);

    /// <summary>Gets the payload when there is one of this type.</summary>
    public bool TryGetPayload<T>([MaybeNullWhen(false)] out T payload)
    {
        bool found = Payload is T;
        payload = found ? (T)Payload! : default;
        return found;
    }

    /// <summary>Returns the chain that ends with this signal: the cause of whatever is done because of it.</summary>
    public SignalPropagation AsCause() => SignalPropagation.After(Propagation, Signal, OperationId);
}
