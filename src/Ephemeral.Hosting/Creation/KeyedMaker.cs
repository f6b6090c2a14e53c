namespace Ephemeral.Hosting.Creation;

/// <summary>How keyed coordinators are made.</summary>
internal static class KeyedMaker
{
    public static CoordinatorMaker<EphemeralKeyedWorkCoordinator<T, TKey>> Of<T, TKey>(
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(body);
        return (_, overlay) => new(keySelector, body, overlay.Over(options));
    }

    public static CoordinatorMaker<EphemeralKeyedWorkCoordinator<T, TKey>> Of<T, TKey>(
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(body);
        return (_, overlay) => new(keySelector, body, overlay.Over(options));
    }

    public static CoordinatorMaker<EphemeralKeyedWorkCoordinator<T, TKey>> Of<T, TKey>(
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(bodyFactory);
        return (services, overlay) => new(keySelector, bodyFactory(services), overlay.Over(options));
    }

    public static CoordinatorMaker<EphemeralKeyedWorkCoordinator<T, TKey>> Of<T, TKey>(
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(bodyFactory);
        return (services, overlay) => new(keySelector, bodyFactory(services), overlay.Over(options));
    }
}
