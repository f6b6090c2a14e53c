using System.Runtime.CompilerServices;
using Ephemeral;
using Ephemeral.Hosting.Configuration;
using Ephemeral.Hosting.Creation;
using Ephemeral.Hosting.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Priority coordinators for each scope.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <summary>Registers a coordinator with lanes for each scope.</summary>
    /// <remarks>The end of the scope cancels it: complete and drain it before, if its items are to run.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="options">Body, lanes and limits. The section <c>Ephemeral:Coordinators:{name}</c> is laid over limits and lanes.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">An argument or the body is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration without a name already.</exception>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddScopedPriorityWorkCoordinator<T>(this IServiceCollection services, PriorityWorkCoordinatorOptions<T> options) =>
        services.AddPerScope(typeof(T), PriorityMaker.Check(options), PriorityMaker.Of<T>(_ => options));

    /// <summary>Registers a coordinator with lanes for each scope, whose options are made of services.</summary>
    /// <inheritdoc cref="AddScopedPriorityWorkCoordinator{T}(IServiceCollection, PriorityWorkCoordinatorOptions{T})"/>
    /// <param name="services">The services.</param>
    /// <param name="optionsFactory">Makes body, lanes and limits when a scope creates its coordinator; what is wrong with them is told there. The section is that of the item type, whatever name they give.</param>
    public static IServiceCollection AddScopedPriorityWorkCoordinator<T>(this IServiceCollection services, Func<IServiceProvider, PriorityWorkCoordinatorOptions<T>> optionsFactory) =>
        services.AddPerScope(typeof(T), CodedOptions.LanesUnknown, PriorityMaker.Of(optionsFactory));

    /// <summary>Registers a coordinator with lanes and keys for each scope.</summary>
    /// <remarks>The end of the scope cancels it: complete and drain it before, if its items are to run.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="options">Body, lanes and limits. The section <c>Ephemeral:Coordinators:{name}</c> is laid over limits and lanes.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">An argument or the body is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration without a name already.</exception>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddScopedPriorityKeyedWorkCoordinator<T, TKey>(this IServiceCollection services, PriorityKeyedWorkCoordinatorOptions<T, TKey> options)
        where TKey : notnull =>
        services.AddPerScope(typeof(T), PriorityMaker.Check(options), PriorityMaker.Of<T, TKey>(_ => options));

    /// <summary>Registers a coordinator with lanes and keys for each scope, whose options are made of services.</summary>
    /// <inheritdoc cref="AddScopedPriorityKeyedWorkCoordinator{T, TKey}(IServiceCollection, PriorityKeyedWorkCoordinatorOptions{T, TKey})"/>
    /// <param name="services">The services.</param>
    /// <param name="optionsFactory">Makes body, lanes and limits when a scope creates its coordinator; what is wrong with them is told there. The section is that of the item type, whatever name they give.</param>
    public static IServiceCollection AddScopedPriorityKeyedWorkCoordinator<T, TKey>(this IServiceCollection services, Func<IServiceProvider, PriorityKeyedWorkCoordinatorOptions<T, TKey>> optionsFactory)
        where TKey : notnull =>
        services.AddPerScope(typeof(T), CodedOptions.LanesUnknown, PriorityMaker.Of(optionsFactory));
}
