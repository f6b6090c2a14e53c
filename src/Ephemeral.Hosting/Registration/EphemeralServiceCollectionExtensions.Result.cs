using Ephemeral;
using Ephemeral.Hosting.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Coordinators that keep results.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <summary>Registers a coordinator that keeps what its bodies return; it is injected as <see cref="EphemeralResultCoordinator{TInput, TResult}"/>.</summary>
    /// <remarks>It is created when it is first asked for, and ended by the host as every registered coordinator is.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="body">Runs an item and returns its result.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults. The section <c>Ephemeral:Coordinators:{name}</c> is laid over them.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">A required argument is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration already.</exception>
    public static IServiceCollection AddEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<TInput, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return services.AddResult<TInput, TResult>(options, (_, effective) => new(body, effective(options)));
    }

    /// <summary>Registers a coordinator that keeps what its bodies return, with a body that takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    public static IServiceCollection AddEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return services.AddResult<TInput, TResult>(options, (_, effective) => new(body, effective(options)));
    }

    /// <summary>Registers a coordinator that keeps what its bodies return, with a body that is made of services.</summary>
    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    /// <param name="services">The services.</param>
    /// <param name="bodyFactory">Makes the body when the coordinator is created.</param>
    /// <param name="options">Limits, retention and signal rules; null for the defaults.</param>
    public static IServiceCollection AddEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<TInput, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bodyFactory);
        return services.AddResult<TInput, TResult>(options, (provider, effective) => new(bodyFactory(provider), effective(options)));
    }

    /// <summary>Registers a coordinator that keeps what its bodies return, with a body that is made of services and takes the operation that it runs as.</summary>
    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{IServiceProvider, Func{TInput, CancellationToken, Task{TResult}}}, EphemeralOptions?)"/>
    public static IServiceCollection AddEphemeralResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bodyFactory);
        return services.AddResult<TInput, TResult>(options, (provider, effective) => new(bodyFactory(provider), effective(options)));
    }

    private static IServiceCollection AddResult<TInput, TResult>(
        this IServiceCollection services,
        EphemeralOptions? options,
        CoordinatorMaker<EphemeralResultCoordinator<TInput, TResult>> make) =>
        services.AddPerContainer("", typeof(TInput), options, make);
}
