using System.Runtime.CompilerServices;
using Ephemeral;
using Ephemeral.Hosting.Configuration;
using Ephemeral.Hosting.Creation;
using Ephemeral.Hosting.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Priority coordinators with keys.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <summary>Registers a coordinator with lanes and keys; it is injected as <see cref="PriorityKeyedWorkCoordinator{T, TKey}"/>, and is the one without a name of <see cref="IPriorityKeyedCoordinatorFactory{T, TKey}"/>.</summary>
    /// <remarks>It is created when it is first asked for, and ended by the host as every registered coordinator is.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="options">Body, lanes and limits. The section <c>Ephemeral:Coordinators:{name}</c> is laid over limits and lanes.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">An argument or the body is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration without a name already.</exception>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddPriorityKeyedWorkCoordinator<T, TKey>(this IServiceCollection services, PriorityKeyedWorkCoordinatorOptions<T, TKey> options)
        where TKey : notnull =>
        services.AddPriorityKeyed("", PriorityMaker.Check(options), PriorityMaker.Of<T, TKey>(_ => options));

    /// <summary>Registers a coordinator with lanes and keys; it is injected as <see cref="PriorityKeyedWorkCoordinator{T, TKey}"/>, and is the one without a name of <see cref="IPriorityKeyedCoordinatorFactory{T, TKey}"/>, whose options are made of services.</summary>
    /// <inheritdoc cref="AddPriorityKeyedWorkCoordinator{T, TKey}(IServiceCollection, PriorityKeyedWorkCoordinatorOptions{T, TKey})"/>
    /// <param name="services">The services.</param>
    /// <param name="optionsFactory">Makes body, lanes and limits when the coordinator is created; what is wrong with them is told there. The section is that of the item type, whatever name they give.</param>
    public static IServiceCollection AddPriorityKeyedWorkCoordinator<T, TKey>(this IServiceCollection services, Func<IServiceProvider, PriorityKeyedWorkCoordinatorOptions<T, TKey>> optionsFactory)
        where TKey : notnull =>
        services.AddPriorityKeyed("", CodedOptions.LanesUnknown, PriorityMaker.Of(optionsFactory));

    /// <summary>Registers a coordinator with lanes and keys that <see cref="IPriorityKeyedCoordinatorFactory{T, TKey}"/> gives under a name.</summary>
    /// <inheritdoc cref="AddPriorityKeyedWorkCoordinator{T, TKey}(IServiceCollection, PriorityKeyedWorkCoordinatorOptions{T, TKey})"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="options">Body, lanes and limits.</param>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddPriorityKeyedWorkCoordinator<T, TKey>(this IServiceCollection services, string name, PriorityKeyedWorkCoordinatorOptions<T, TKey> options)
        where TKey : notnull =>
        services.AddPriorityKeyed(name, PriorityMaker.Check(options), PriorityMaker.Of<T, TKey>(_ => options));

    /// <summary>Registers a coordinator with lanes and keys that <see cref="IPriorityKeyedCoordinatorFactory{T, TKey}"/> gives under a name, whose options are made of services.</summary>
    /// <inheritdoc cref="AddPriorityKeyedWorkCoordinator{T, TKey}(IServiceCollection, PriorityKeyedWorkCoordinatorOptions{T, TKey})"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="optionsFactory">Makes body, lanes and limits when the coordinator is created; what is wrong with them is told there.</param>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IServiceCollection AddPriorityKeyedWorkCoordinator<T, TKey>(this IServiceCollection services, string name, Func<IServiceProvider, PriorityKeyedWorkCoordinatorOptions<T, TKey>> optionsFactory)
        where TKey : notnull =>
        services.AddPriorityKeyed(name, CodedOptions.LanesUnknown, PriorityMaker.Of(optionsFactory));

    private static IServiceCollection AddPriorityKeyed<T, TKey>(
        this IServiceCollection services,
        string name,
        CodedOptions coded,
        CoordinatorMaker<PriorityKeyedWorkCoordinator<T, TKey>> make)
        where TKey : notnull
    {
        services.AddPerContainer(name, typeof(T), coded, make);
        services.TryAddSingleton<IPriorityKeyedCoordinatorFactory<T, TKey>, PriorityKeyedCoordinatorFactory<T, TKey>>();
        return services;
    }
}
