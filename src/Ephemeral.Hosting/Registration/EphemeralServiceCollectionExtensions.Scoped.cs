using Ephemeral;
using Ephemeral.Hosting.Creation;
using Ephemeral.Hosting.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Coordinators for each scope.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <summary>Registers a coordinator for each scope.</summary>
    /// <remarks>The end of the scope cancels it: complete and drain it before, if its items are to run.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="body">Runs an item.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults. The section <c>Ephemeral:Coordinators:{name}</c> is laid over them.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">A required argument is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration without a name already.</exception>
    public static IServiceCollection AddScopedEphemeralWorkCoordinator<T>(
        this IServiceCollection services,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null) =>
        services.AddPerScope(typeof(T), new(options), WorkMaker.Of(body, options));

    /// <summary>Registers a coordinator for each scope, with a body that takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddScopedEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="body">Runs an item.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddScopedEphemeralWorkCoordinator<T>(
        this IServiceCollection services,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null) =>
        services.AddPerScope(typeof(T), new(options), WorkMaker.Of(body, options));

    /// <summary>Registers a coordinator for each scope, with a body that is made of services.</summary>
    /// <inheritdoc cref="AddScopedEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="bodyFactory">Makes the body when a scope creates its coordinator.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddScopedEphemeralWorkCoordinator<T>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddPerScope(typeof(T), new(options), WorkMaker.Of(bodyFactory, options));

    /// <summary>Registers a coordinator for each scope, with a body that is made of services and takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddScopedEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="bodyFactory">Makes the body when a scope creates its coordinator.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddScopedEphemeralWorkCoordinator<T>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddPerScope(typeof(T), new(options), WorkMaker.Of(bodyFactory, options));

    /// <summary>Registers a keyed coordinator for each scope.</summary>
    /// <remarks>The end of the scope cancels it: complete and drain it before, if its items are to run.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="keySelector">Gives each item its key.</param>
    /// <param name="body">Runs an item.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults. The section <c>Ephemeral:Coordinators:{name}</c> is laid over them.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">A required argument is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration without a name already.</exception>
    public static IServiceCollection AddScopedEphemeralKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddPerScope(typeof(T), new(options), KeyedMaker.Of(keySelector, body, options));

    /// <summary>Registers a keyed coordinator for each scope, with a body that takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddScopedEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="keySelector">Gives each item its key.</param>
    /// <param name="body">Runs an item.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddScopedEphemeralKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddPerScope(typeof(T), new(options), KeyedMaker.Of(keySelector, body, options));

    /// <summary>Registers a keyed coordinator for each scope, with a body that is made of services.</summary>
    /// <inheritdoc cref="AddScopedEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="keySelector">Gives each item its key.</param>
    /// <param name="bodyFactory">Makes the body when a scope creates its coordinator.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddScopedEphemeralKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddPerScope(typeof(T), new(options), KeyedMaker.Of(keySelector, bodyFactory, options));

    /// <summary>Registers a keyed coordinator for each scope, with a body that is made of services and takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddScopedEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="keySelector">Gives each item its key.</param>
    /// <param name="bodyFactory">Makes the body when a scope creates its coordinator.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddScopedEphemeralKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddPerScope(typeof(T), new(options), KeyedMaker.Of(keySelector, bodyFactory, options));
}
