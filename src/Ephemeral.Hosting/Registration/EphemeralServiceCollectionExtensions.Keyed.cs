using Ephemeral;
using Ephemeral.Hosting.Creation;
using Ephemeral.Hosting.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Keyed coordinators.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <summary>Registers a keyed coordinator that can be injected as <see cref="EphemeralKeyedWorkCoordinator{T, TKey}"/>, and as the one without a name through <see cref="IEphemeralKeyedCoordinatorFactory{T, TKey}"/>.</summary>
    /// <remarks>
    /// It is created when it is first asked for, by itself or through its factory, and ended by the host: intake closes after the web
    /// server has stopped, and what waits still runs within the host's shutdown timeout. Without a host, disposing the container cancels it.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="keySelector">Gives each item its key.</param>
    /// <param name="body">Runs an item.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults. The section <c>Ephemeral:Coordinators:{name}</c> is laid over them.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">A required argument is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration without a name already.</exception>
    public static IServiceCollection AddEphemeralKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddKeyed("", options, KeyedMaker.Of(keySelector, body, options));

    /// <summary>Registers a keyed coordinator that can be injected as <see cref="EphemeralKeyedWorkCoordinator{T, TKey}"/>, and as the one without a name through <see cref="IEphemeralKeyedCoordinatorFactory{T, TKey}"/>, with a body that takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="keySelector">Gives each item its key.</param>
    /// <param name="body">Runs an item.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddEphemeralKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddKeyed("", options, KeyedMaker.Of(keySelector, body, options));

    /// <summary>Registers a keyed coordinator that can be injected as <see cref="EphemeralKeyedWorkCoordinator{T, TKey}"/>, and as the one without a name through <see cref="IEphemeralKeyedCoordinatorFactory{T, TKey}"/>, with a body that is made of services.</summary>
    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="keySelector">Gives each item its key.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddEphemeralKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddKeyed("", options, KeyedMaker.Of(keySelector, bodyFactory, options));

    /// <summary>Registers a keyed coordinator that can be injected as <see cref="EphemeralKeyedWorkCoordinator{T, TKey}"/>, and as the one without a name through <see cref="IEphemeralKeyedCoordinatorFactory{T, TKey}"/>, with a body that is made of services and takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="keySelector">Gives each item its key.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddEphemeralKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddKeyed("", options, KeyedMaker.Of(keySelector, bodyFactory, options));

    /// <summary>Registers a keyed coordinator that <see cref="IEphemeralKeyedCoordinatorFactory{T, TKey}"/> gives under a name.</summary>
    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="keySelector">Gives each item its key.</param>
    /// <param name="body">Runs an item.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IServiceCollection AddEphemeralKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        string name,
        Func<T, TKey> keySelector,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddKeyed(name, options, KeyedMaker.Of(keySelector, body, options));

    /// <summary>Registers a keyed coordinator that <see cref="IEphemeralKeyedCoordinatorFactory{T, TKey}"/> gives under a name, with a body that takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="keySelector">Gives each item its key.</param>
    /// <param name="body">Runs an item.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IServiceCollection AddEphemeralKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        string name,
        Func<T, TKey> keySelector,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddKeyed(name, options, KeyedMaker.Of(keySelector, body, options));

    /// <summary>Registers a keyed coordinator that <see cref="IEphemeralKeyedCoordinatorFactory{T, TKey}"/> gives under a name, with a body that is made of services.</summary>
    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="keySelector">Gives each item its key.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IServiceCollection AddEphemeralKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        string name,
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddKeyed(name, options, KeyedMaker.Of(keySelector, bodyFactory, options));

    /// <summary>Registers a keyed coordinator that <see cref="IEphemeralKeyedCoordinatorFactory{T, TKey}"/> gives under a name, with a body that is made of services and takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{T, TKey}, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="keySelector">Gives each item its key.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IServiceCollection AddEphemeralKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        string name,
        Func<T, TKey> keySelector,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null)
        where TKey : notnull =>
        services.AddKeyed(name, options, KeyedMaker.Of(keySelector, bodyFactory, options));

    private static IServiceCollection AddKeyed<T, TKey>(
        this IServiceCollection services,
        string name,
        EphemeralOptions? options,
        CoordinatorMaker<EphemeralKeyedWorkCoordinator<T, TKey>> make)
        where TKey : notnull
    {
        services.AddPerContainer(name, typeof(T), new(options), make);
        services.TryAddSingleton<IEphemeralKeyedCoordinatorFactory<T, TKey>, EphemeralKeyedCoordinatorFactory<T, TKey>>();
        return services;
    }
}
