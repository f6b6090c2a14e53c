using Ephemeral;
using Ephemeral.Hosting.Creation;
using Ephemeral.Hosting.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers coordinators with a container.</summary>
/// <remarks>Every form takes a body <c>(item, token)</c> or <c>(item, operation, token)</c>, or a lambda <c>services => body</c> that makes one.</remarks>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <summary>Registers a coordinator that can be injected as <see cref="EphemeralWorkCoordinator{T}"/>, and as the one without a name through <see cref="IEphemeralCoordinatorFactory{T}"/>.</summary>
    /// <remarks>
    /// It is created when it is first asked for, by itself or through its factory, and ended by the host: intake closes after the web
    /// server has stopped, and what waits still runs within the host's shutdown timeout. Without a host, disposing the container cancels it.
    /// </remarks>
    /// <param name="services">The services.</param>
    /// <param name="body">Runs an item.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults. The section <c>Ephemeral:Coordinators:{name}</c> is laid over them.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">A required argument is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration without a name already.</exception>
    public static IServiceCollection AddEphemeralWorkCoordinator<T>(
        this IServiceCollection services,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null) =>
        services.AddWork("", options, WorkMaker.Of(body, options)).Services;

    /// <summary>Registers a coordinator that can be injected as <see cref="EphemeralWorkCoordinator{T}"/>, and as the one without a name through <see cref="IEphemeralCoordinatorFactory{T}"/>, with a body that takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="body">Runs an item.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddEphemeralWorkCoordinator<T>(
        this IServiceCollection services,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null) =>
        services.AddWork("", options, WorkMaker.Of(body, options)).Services;

    /// <summary>Registers a coordinator that can be injected as <see cref="EphemeralWorkCoordinator{T}"/>, and as the one without a name through <see cref="IEphemeralCoordinatorFactory{T}"/>, with a body that is made of services.</summary>
    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddEphemeralWorkCoordinator<T>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddWork("", options, WorkMaker.Of(bodyFactory, options)).Services;

    /// <summary>Registers a coordinator that can be injected as <see cref="EphemeralWorkCoordinator{T}"/>, and as the one without a name through <see cref="IEphemeralCoordinatorFactory{T}"/>, with a body that is made of services and takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddEphemeralWorkCoordinator<T>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddWork("", options, WorkMaker.Of(bodyFactory, options)).Services;

    /// <summary>Registers a coordinator that <see cref="IEphemeralCoordinatorFactory{T}"/> gives under a name.</summary>
    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="body">Runs an item.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    /// <returns>The name and the services.</returns>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IEphemeralCoordinatorBuilder<T> AddEphemeralWorkCoordinator<T>(
        this IServiceCollection services,
        string name,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null) =>
        services.AddWork(name, options, WorkMaker.Of(body, options));

    /// <summary>Registers a coordinator that <see cref="IEphemeralCoordinatorFactory{T}"/> gives under a name, with a body that takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="body">Runs an item.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    /// <returns>The name and the services.</returns>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IEphemeralCoordinatorBuilder<T> AddEphemeralWorkCoordinator<T>(
        this IServiceCollection services,
        string name,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null) =>
        services.AddWork(name, options, WorkMaker.Of(body, options));

    /// <summary>Registers a coordinator that <see cref="IEphemeralCoordinatorFactory{T}"/> gives under a name, with a body that is made of services.</summary>
    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    /// <returns>The name and the services.</returns>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IEphemeralCoordinatorBuilder<T> AddEphemeralWorkCoordinator<T>(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddWork(name, options, WorkMaker.Of(bodyFactory, options));

    /// <summary>Registers a coordinator that <see cref="IEphemeralCoordinatorFactory{T}"/> gives under a name, with a body that is made of services and takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    /// <returns>The name and the services.</returns>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IEphemeralCoordinatorBuilder<T> AddEphemeralWorkCoordinator<T>(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddWork(name, options, WorkMaker.Of(bodyFactory, options));

    private static EphemeralCoordinatorBuilder<T> AddWork<T>(
        this IServiceCollection services,
        string name,
        EphemeralOptions? options,
        CoordinatorMaker<EphemeralWorkCoordinator<T>> make)
    {
        services.AddPerContainer(name, typeof(T), new(options), make);
        services.TryAddSingleton<IEphemeralCoordinatorFactory<T>, EphemeralCoordinatorFactory<T>>();
        return new(name, services);
    }
}
