namespace Ephemeral;

/// <summary>What a <see cref="PriorityKeyedWorkCoordinator{T, TKey}"/> runs, by which keys, in which lanes, and within which limits.</summary>
/// <param name="KeySelector">Gives each item its key; runs on the caller's thread.</param>
/// <param name="Body">The body.</param>
/// <param name="Lanes">The lanes, the most urgent first, at most 64; null for one lane named <c>normal</c>.</param>
/// <param name="EphemeralOptions">Limits, retention and signal rules; null for the defaults.</param>
public sealed record PriorityKeyedWorkCoordinatorOptions<T, TKey>(
    Func<T, TKey> KeySelector,
    Func<T, CancellationToken, Task>? Body,
    IReadOnlyList<PriorityLane>? Lanes = null,
    EphemeralOptions? EphemeralOptions = null)
    where TKey : notnull
{
    /// <summary>Creates options for a body that takes the operation that it runs as.</summary>
    public PriorityKeyedWorkCoordinatorOptions(
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, CancellationToken, Task> bodyWithOperation,
        IReadOnlyList<PriorityLane>? lanes = null,
        EphemeralOptions? ephemeralOptions = null)
        : this(keySelector, (Func<T, CancellationToken, Task>?)null, lanes, ephemeralOptions)
    {
        BodyWithOperation = bodyWithOperation;
    }

    /// <summary>Gets the body that takes its operation, used instead of <see cref="Body"/> if it is set.</summary>
    public Func<T, EphemeralOperation, CancellationToken, Task>? BodyWithOperation { get; init; }
}
