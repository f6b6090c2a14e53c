namespace Ephemeral;

/// <summary>One typed signal that was captured for an operation.</summary>
/// <param name="Signal">The signal's name.</param>
/// <param name="Payload">What travelled with it.</param>
/// <param name="Timestamp">When it was raised.</param>
/// <typeparam name="TPayload">What the signal carries.</typeparam>
public readonly record struct OperationEchoCapture<TPayload>(string Signal, TPayload Payload, DateTimeOffset Timestamp);
