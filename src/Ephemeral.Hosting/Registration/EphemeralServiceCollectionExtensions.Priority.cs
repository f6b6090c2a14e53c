using System.Runtime.CompilerServices;
using Ephemeral;
using Ephemeral.Hosting.Configuration;
using Ephemeral.Hosting.Creation;
using Ephemeral.Hosting.Registration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Priority coordinators.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <summary>Registers a coordinator with lanes; it is injected as <see cref="PriorityWorkCoordinator{T}"/>, and is the one without a name of <see cref="IPriorityCoordinatorFactory{T}"/>.</summary>
    /// <remarks>It is created when it is first asked for, and ended by the host as every registered coordinator is.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="options">Body, lanes and limits. The section <c>Ephemeral:Coordinators:{name}</c> is laid over limits and lanes.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">An argument or the body is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration without a name already.</exception>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddPriorityWorkCoordinator<T>(this IServiceCollection services, PriorityWorkCoordinatorOptions<T> options) =>
        services.AddPriority("", PriorityMaker.Check(options), PriorityMaker.Of<T>(_ => options));

    /// <summary>Registers a coordinator with lanes; it is injected as <see cref="PriorityWorkCoordinator{T}"/>, and is the one without a name of <see cref="IPriorityCoordinatorFactory{T}"/>, whose options are made of services.</summary>
    /// <inheritdoc cref="AddPriorityWorkCoordinator{T}(IServiceCollection, PriorityWorkCoordinatorOptions{T})"/>
    /// <param name="services">The services.</param>
    /// <param name="optionsFactory">Makes body, lanes and limits when the coordinator is created; what is wrong with them is told there. The section is that of the item type, whatever name they give.</param>
    public static IServiceCollection AddPriorityWorkCoordinator<T>(this IServiceCollection services, Func<IServiceProvider, PriorityWorkCoordinatorOptions<T>> optionsFactory) =>
        services.AddPriority("", CodedOptions.LanesUnknown, PriorityMaker.Of(optionsFactory));

    /// <summary>Registers a coordinator with lanes that <see cref="IPriorityCoordinatorFactory{T}"/> gives under a name.</summary>
    /// <inheritdoc cref="AddPriorityWorkCoordinator{T}(IServiceCollection, PriorityWorkCoordinatorOptions{T})"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="options">Body, lanes and limits.</param>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddPriorityWorkCoordinator<T>(this IServiceCollection services, string name, PriorityWorkCoordinatorOptions<T> options) =>
        services.AddPriority(name, PriorityMaker.Check(options), PriorityMaker.Of<T>(_ => options));

    /// <summary>Registers a coordinator with lanes that <see cref="IPriorityCoordinatorFactory{T}"/> gives under a name, whose options are made of services.</summary>
    /// <inheritdoc cref="AddPriorityWorkCoordinator{T}(IServiceCollection, PriorityWorkCoordinatorOptions{T})"/>
    /// <param name="services">The services.</param>
    /// <param name="name">The name for the factory, for configuration and for metrics; empty is the same as none.</param>
    /// <param name="optionsFactory">Makes body, lanes and limits when the coordinator is created; what is wrong with them is told there.</param>
    /// <exception cref="ArgumentException">The name is blank, or the options have another one.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration of this name already.</exception>
    public static IServiceCollection AddPriorityWorkCoordinator<T>(this IServiceCollection services, string name, Func<IServiceProvider, PriorityWorkCoordinatorOptions<T>> optionsFactory) =>
        services.AddPriority(name, CodedOptions.LanesUnknown, PriorityMaker.Of(optionsFactory));

    private static IServiceCollection AddPriority<T>(
        this IServiceCollection services,
        string name,
        CodedOptions coded,
        CoordinatorMaker<PriorityWorkCoordinator<T>> make)
    {
        services.AddPerContainer(name, typeof(T), coded, make);
        services.TryAddSingleton<IPriorityCoordinatorFactory<T>, PriorityCoordinatorFactory<T>>();
        return services;
    }
}
