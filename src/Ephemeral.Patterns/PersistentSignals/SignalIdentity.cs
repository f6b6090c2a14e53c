namespace Ephemeral.Patterns;

/// <summary>What tells two signals of a sink apart. Two that are equal in all of it are as good as each other.</summary>
internal readonly record struct SignalIdentity(string Signal, long OperationId, string? Key, DateTimeOffset Timestamp)
{
    public static SignalIdentity Of(in SignalEvent signal) => new(signal.Signal, signal.OperationId, signal.Key, signal.Timestamp);

    public SignalEvent ToEvent() => new(Signal, OperationId, Key, Timestamp);
}
