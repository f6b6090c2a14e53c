namespace Ephemeral;

/// <summary>A gate with a limit that never changes: a <see cref="SemaphoreSlim"/> that cannot be released too often.</summary>
/// <remarks>Thread-safe. There is nothing that must be disposed.</remarks>
#pragma warning disable CA1001 // a SemaphoreSlim whose wait handle is never read has nothing to dispose
public sealed class FixedConcurrencyGate : IConcurrencyGate
#pragma warning restore CA1001 // as above
{
    private readonly SemaphoreSlim _semaphore;

    /// <summary>Creates an empty gate.</summary>
    /// <param name="limit">How many may be inside at once.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is below 1.</exception>
    public FixedConcurrencyGate(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        _semaphore = new(limit, limit);
    }

    /// <inheritdoc/>
    public ValueTask WaitAsync(CancellationToken cancellationToken = default) => new(_semaphore.WaitAsync(cancellationToken));

    /// <inheritdoc/>
    public void Release()
    {
        try
        {
            _semaphore.Release();
        }
        catch (SemaphoreFullException error)
        {
            throw new InvalidOperationException("Release was called although nobody is inside the gate. Call it once for each WaitAsync.", error);
        }
    }

    /// <inheritdoc/>
    public void UpdateLimit(int limit) =>
        throw new NotSupportedException($"The limit of a {nameof(FixedConcurrencyGate)} is fixed. Use an {nameof(AdjustableConcurrencyGate)} to change it.");
}
