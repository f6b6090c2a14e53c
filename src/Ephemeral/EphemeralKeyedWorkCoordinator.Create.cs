namespace Ephemeral;

/// <summary>Creates keyed coordinators without naming their types: <c>EphemeralKeyedWorkCoordinator.Create(order => order.CustomerId, …)</c>.</summary>
public static class EphemeralKeyedWorkCoordinator
{
    /// <inheritdoc cref="EphemeralKeyedWorkCoordinator{T, TKey}(Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    public static EphemeralKeyedWorkCoordinator<T, TKey> Create<T, TKey>(
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull => new(keySelector, body, options);

    /// <inheritdoc cref="EphemeralKeyedWorkCoordinator{T, TKey}(Func{T, TKey}, Func{T, EphemeralOperation, CancellationToken, Task}, EphemeralOptions?)"/>
    public static EphemeralKeyedWorkCoordinator<T, TKey> Create<T, TKey>(
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull => new(keySelector, body, options);
}
