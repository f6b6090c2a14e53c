using Ephemeral;
using Ephemeral.Hosting.Creation;
using Ephemeral.Hosting.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Coordinators that keep results, for each scope.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <summary>Registers a coordinator that keeps what its bodies return for each scope.</summary>
    /// <remarks>The end of the scope cancels it: complete and drain it before, if its items are to run.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="body">Runs an item and returns its result.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults. The section <c>Ephemeral:Coordinators:{name}</c> is laid over them.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">A required argument is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration without a name already.</exception>
    public static IServiceCollection AddScopedEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<TInput, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) =>
        services.AddPerScope(typeof(TInput), new(options), ResultMaker.Of(body, options));

    /// <summary>Registers a coordinator that keeps what its bodies return for each scope, with a body that takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddScopedEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="body">Runs an item and returns its result.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddScopedEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) =>
        services.AddPerScope(typeof(TInput), new(options), ResultMaker.Of(body, options));

    /// <summary>Registers a coordinator that keeps what its bodies return for each scope, with a body that is made of services.</summary>
    /// <inheritdoc cref="AddScopedEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="bodyFactory">Makes the body when a scope creates its coordinator.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddScopedEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<TInput, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddPerScope(typeof(TInput), new(options), ResultMaker.Of(bodyFactory, options));

    /// <summary>Registers a coordinator that keeps what its bodies return for each scope, with a body that is made of services and takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddScopedEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="bodyFactory">Makes the body when a scope creates its coordinator.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddScopedEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddPerScope(typeof(TInput), new(options), ResultMaker.Of(bodyFactory, options));
}
