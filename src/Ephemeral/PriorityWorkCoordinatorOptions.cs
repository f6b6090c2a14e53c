namespace Ephemeral;

/// <summary>What a <see cref="PriorityWorkCoordinator{T}"/> runs, in which lanes, and within which limits.</summary>
/// <param name="Body">The body.</param>
/// <param name="Lanes">The lanes, the most urgent first, at most 64; null for one lane named <c>normal</c>.</param>
/// <param name="EphemeralOptions">Limits, retention and signal rules; null for the defaults.</param>
public sealed record PriorityWorkCoordinatorOptions<T>(
    Func<T, CancellationToken, Task>? Body,
    IReadOnlyList<PriorityLane>? Lanes = null,
    EphemeralOptions? EphemeralOptions = null)
{
    /// <summary>Creates options for a body that takes the operation that it runs as.</summary>
    public PriorityWorkCoordinatorOptions(
        Func<T, EphemeralOperation, CancellationToken, Task> bodyWithOperation,
        IReadOnlyList<PriorityLane>? lanes = null,
        EphemeralOptions? ephemeralOptions = null)
        : this((Func<T, CancellationToken, Task>?)null, lanes, ephemeralOptions)
    {
        BodyWithOperation = bodyWithOperation;
    }

    /// <summary>Gets the body that takes its operation, used instead of <see cref="Body"/> if it is set.</summary>
    public Func<T, EphemeralOperation, CancellationToken, Task>? BodyWithOperation { get; init; }
}
