namespace Ephemeral;

/// <summary>One piece of work of a <see cref="SignalWaveExecutor"/>: what starts it, what it does, and what it raises about itself.</summary>
/// <remarks>What it raises carries the operation id and the key of the signal that started it.</remarks>
/// <param name="Name">The name in <c>stage.cancel:{name}</c> and <c>stage.fail:{name}:{exception type}</c>; unique in its executor.</param>
/// <param name="TriggerPattern">The pattern of the signals that start it, once each.</param>
/// <param name="Work">The work. Its token is cancelled when the executor stops.</param>
/// <param name="EmitOnStart">What is raised before each run; null for nothing.</param>
/// <param name="EmitOnComplete">What is raised after each run that ended without an exception; null for nothing.</param>
/// <param name="EmitOnFailure">What is raised after each run that threw; null for nothing.</param>
public sealed record SignalStage(
    string Name,
    string TriggerPattern,
    Func<CancellationToken, Task> Work,
    IReadOnlyList<string>? EmitOnStart = null,
    IReadOnlyList<string>? EmitOnComplete = null,
    IReadOnlyList<string>? EmitOnFailure = null);
