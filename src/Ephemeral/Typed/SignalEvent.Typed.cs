namespace Ephemeral;

/// <summary>A signal that was raised with a payload.</summary>
/// <param name="Signal">The name.</param>
/// <param name="OperationId">The operation that raised it, or an id of its own.</param>
/// <param name="Key">What it is about; null when it is about nothing in particular.</param>
/// <param name="Timestamp">When it was raised; left at its default, the sink fills it in.</param>
/// <param name="Payload">What travels with it.</param>
/// <param name="Propagation">The chain of signals that caused it; null when no signal did.</param>
public readonly record struct SignalEvent<TPayload>(
    string Signal, long OperationId, string? Key, DateTimeOffset Timestamp, TPayload Payload, SignalPropagation? Propagation = null)
{
    /// <summary>Returns the signal alone.</summary>
    public SignalEvent WithoutPayload() => new(Signal, OperationId, Key, Timestamp, Propagation);

    internal static SignalEvent<TPayload> Of(in SignalEvent signal, TPayload payload) =>
        new(signal.Signal, signal.OperationId, signal.Key, signal.Timestamp, payload, signal.Propagation);
}
