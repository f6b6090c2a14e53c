namespace Ephemeral;

/// <summary>Turns on the capturing of typed last words for a coordinator.</summary>
public static class OperationEchoExtensions
{
    /// <summary>Captures typed signals that concern the coordinator's operations, and hands the echo of each operation that leaves to an atom.</summary>
    /// <param name="coordinator">The coordinator. Borrowed.</param>
    /// <param name="sink">Where the typed signals are raised. Borrowed; its clock is used.</param>
    /// <param name="atom">What writes the echoes down. Borrowed; when its queue is full the echo is dropped and counted.</param>
    /// <param name="options">What is captured; null: every signal.</param>
    /// <returns>The maker, which captures until it is disposed.</returns>
    /// <exception cref="ArgumentException">An argument is null, or the options are not valid; the message lists every fault.</exception>
    public static OperationEchoMaker<TPayload> EnableOperationEchoing<TPayload>(
        this IEphemeralCoordinator coordinator,
        TypedSignalSink<TPayload> sink,
        OperationEchoAtom<TPayload> atom,
        OperationEchoMakerOptions<TPayload>? options = null)
    {
        ArgumentNullException.ThrowIfNull(coordinator);
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(atom);
        return new(coordinator, sink, atom.TryEnqueue, options);
    }

    /// <summary>Captures typed signals that concern the coordinator's operations, and calls back with the echo of each operation that leaves.</summary>
    /// <param name="coordinator">The coordinator. Borrowed.</param>
    /// <param name="sink">Where the typed signals are raised. Borrowed; its clock is used.</param>
    /// <param name="onEcho">What is called, on the thread that makes the operation leave. What it throws is caught and counted.</param>
    /// <param name="options">What is captured; null: every signal.</param>
    /// <inheritdoc cref="EnableOperationEchoing{TPayload}(IEphemeralCoordinator, TypedSignalSink{TPayload}, OperationEchoAtom{TPayload}, OperationEchoMakerOptions{TPayload}?)"/>
    public static OperationEchoMaker<TPayload> EnableOperationEchoing<TPayload>(
        this IEphemeralCoordinator coordinator,
        TypedSignalSink<TPayload> sink,
        Action<OperationEchoEntry<TPayload>> onEcho,
        OperationEchoMakerOptions<TPayload>? options = null)
    {
        ArgumentNullException.ThrowIfNull(coordinator);
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(onEcho);
        return new(coordinator, sink, Take, options);

        bool Take(OperationEchoEntry<TPayload> entry)
        {
            onEcho(entry);
            return true;
        }
    }
}
