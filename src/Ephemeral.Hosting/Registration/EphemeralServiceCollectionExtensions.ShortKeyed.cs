using Ephemeral;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Keyed coordinators under shorter names.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    public static IServiceCollection AddKeyedCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddEphemeralKeyedWorkCoordinator(keySelector, body, options);

    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, EphemeralOperation, CancellationToken, Task}, EphemeralOptions?)"/>
    public static IServiceCollection AddKeyedCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddEphemeralKeyedWorkCoordinator(keySelector, body, options);

    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{IServiceProvider, Func{T, CancellationToken, Task}}, EphemeralOptions?)"/>
    public static IServiceCollection AddKeyedCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddEphemeralKeyedWorkCoordinator(keySelector, bodyFactory, options);

    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{IServiceProvider, Func{T, EphemeralOperation, CancellationToken, Task}}, EphemeralOptions?)"/>
    public static IServiceCollection AddKeyedCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddEphemeralKeyedWorkCoordinator(keySelector, bodyFactory, options);

    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, string, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    public static IServiceCollection AddKeyedCoordinator<T, TKey>(
        this IServiceCollection services,
        string name,
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddEphemeralKeyedWorkCoordinator(name, keySelector, body, options);

    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, string, Func{T, TKey}, Func{T, EphemeralOperation, CancellationToken, Task}, EphemeralOptions?)"/>
    public static IServiceCollection AddKeyedCoordinator<T, TKey>(
        this IServiceCollection services,
        string name,
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddEphemeralKeyedWorkCoordinator(name, keySelector, body, options);

    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, string, Func{T, TKey}, Func{IServiceProvider, Func{T, CancellationToken, Task}}, EphemeralOptions?)"/>
    public static IServiceCollection AddKeyedCoordinator<T, TKey>(
        this IServiceCollection services,
        string name,
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddEphemeralKeyedWorkCoordinator(name, keySelector, bodyFactory, options);

    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, string, Func{T, TKey}, Func{IServiceProvider, Func{T, EphemeralOperation, CancellationToken, Task}}, EphemeralOptions?)"/>
    public static IServiceCollection AddKeyedCoordinator<T, TKey>(
        this IServiceCollection services,
        string name,
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddEphemeralKeyedWorkCoordinator(name, keySelector, bodyFactory, options);

    /// <inheritdoc cref="AddScopedEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    public static IServiceCollection AddScopedKeyedCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddScopedEphemeralKeyedWorkCoordinator(keySelector, body, options);

    /// <inheritdoc cref="AddScopedEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, EphemeralOperation, CancellationToken, Task}, EphemeralOptions?)"/>
    public static IServiceCollection AddScopedKeyedCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddScopedEphemeralKeyedWorkCoordinator(keySelector, body, options);

    /// <inheritdoc cref="AddScopedEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{IServiceProvider, Func{T, CancellationToken, Task}}, EphemeralOptions?)"/>
    public static IServiceCollection AddScopedKeyedCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddScopedEphemeralKeyedWorkCoordinator(keySelector, bodyFactory, options);

    /// <inheritdoc cref="AddScopedEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{IServiceProvider, Func{T, EphemeralOperation, CancellationToken, Task}}, EphemeralOptions?)"/>
    public static IServiceCollection AddScopedKeyedCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddScopedEphemeralKeyedWorkCoordinator(keySelector, bodyFactory, options);
}
