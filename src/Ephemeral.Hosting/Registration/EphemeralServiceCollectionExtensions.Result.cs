using Ephemeral;
using Ephemeral.Hosting.Creation;
using Ephemeral.Hosting.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Coordinators that keep results.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <summary>Registers a coordinator that keeps what its bodies return; it is injected as <see cref="EphemeralResultCoordinator{TInput, TResult}"/>, and is the one without a name of <see cref="IEphemeralResultCoordinatorFactory{TInput, TResult}"/>.</summary>
    /// <remarks>It is created when it is first asked for, and ended by the host as every registered coordinator is.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="body">Runs an item and returns its result.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults. The section <c>Ephemeral:Coordinators:{name}</c> is laid over them.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">A required argument is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration without a name already.</exception>
    public static IServiceCollection AddEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<TInput, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) =>
        services.AddResult("", options, ResultMaker.Of(body, options));

    /// <summary>Registers a coordinator that keeps what its bodies return; it is injected as <see cref="EphemeralResultCoordinator{TInput, TResult}"/>, and is the one without a name of <see cref="IEphemeralResultCoordinatorFactory{TInput, TResult}"/>, with a body that takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="body">Runs an item and returns its result.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) =>
        services.AddResult("", options, ResultMaker.Of(body, options));

    /// <summary>Registers a coordinator that keeps what its bodies return; it is injected as <see cref="EphemeralResultCoordinator{TInput, TResult}"/>, and is the one without a name of <see cref="IEphemeralResultCoordinatorFactory{TInput, TResult}"/>, with a body that is made of services.</summary>
    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<TInput, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddResult("", options, ResultMaker.Of(bodyFactory, options));

    /// <summary>Registers a coordinator that keeps what its bodies return; it is injected as <see cref="EphemeralResultCoordinator{TInput, TResult}"/>, and is the one without a name of <see cref="IEphemeralResultCoordinatorFactory{TInput, TResult}"/>, with a body that is made of services and takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddResult("", options, ResultMaker.Of(bodyFactory, options));

    /// <summary>Registers a coordinator that keeps what its bodies return, and that <see cref="IEphemeralResultCoordinatorFactory{TInput, TResult}"/> gives under a name.</summary>
    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="body">Runs an item and returns its result.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IServiceCollection AddEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        string name,
        Func<TInput, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) =>
        services.AddResult(name, options, ResultMaker.Of(body, options));

    /// <summary>Registers a coordinator that keeps what its bodies return, and that <see cref="IEphemeralResultCoordinatorFactory{TInput, TResult}"/> gives under a name, with a body that takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="body">Runs an item and returns its result.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IServiceCollection AddEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        string name,
        Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) =>
        services.AddResult(name, options, ResultMaker.Of(body, options));

    /// <summary>Registers a coordinator that keeps what its bodies return, and that <see cref="IEphemeralResultCoordinatorFactory{TInput, TResult}"/> gives under a name, with a body that is made of services.</summary>
    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IServiceCollection AddEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, Func<TInput, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddResult(name, options, ResultMaker.Of(bodyFactory, options));

    /// <summary>Registers a coordinator that keeps what its bodies return, and that <see cref="IEphemeralResultCoordinatorFactory{TInput, TResult}"/> gives under a name, with a body that is made of services and takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IServiceCollection AddEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddResult(name, options, ResultMaker.Of(bodyFactory, options));

    private static IServiceCollection AddResult<TInput, TResult>(
        this IServiceCollection services,
        string name,
        EphemeralOptions? options,
        CoordinatorMaker<EphemeralResultCoordinator<TInput, TResult>> make)
    {
        services.AddPerContainer(name, typeof(TInput), new(options), make);
        services.TryAddSingleton<IEphemeralResultCoordinatorFactory<TInput, TResult>, EphemeralResultCoordinatorFactory<TInput, TResult>>();
        return services;
    }
}
