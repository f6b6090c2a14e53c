using System.Runtime.CompilerServices;
using Ephemeral;
using Ephemeral.Hosting.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Priority coordinators.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <summary>Registers a coordinator with lanes; it is injected as <see cref="PriorityWorkCoordinator{T}"/>.</summary>
    /// <remarks>It is created when it is first asked for, and ended by the host as every registered coordinator is.</remarks>
    /// <param name="services">The services.</param>
    /// <param name="options">Body, lanes and limits. The section <c>Ephemeral:Coordinators:{name}</c> is laid over the limits.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">There is such a registration already.</exception>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddPriorityWorkCoordinator<T>(this IServiceCollection services, PriorityWorkCoordinatorOptions<T> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return services.AddPriority(options.EphemeralOptions, _ => options);
    }

    /// <summary>Registers a coordinator with lanes, whose options are made of services.</summary>
    /// <inheritdoc cref="AddPriorityWorkCoordinator{T}(IServiceCollection, PriorityWorkCoordinatorOptions{T})"/>
    /// <param name="services">The services.</param>
    /// <param name="optionsFactory">Makes body, lanes and limits when the coordinator is created. The section is that of the item type, whatever name they give.</param>
    public static IServiceCollection AddPriorityWorkCoordinator<T>(
        this IServiceCollection services,
        Func<IServiceProvider, PriorityWorkCoordinatorOptions<T>> optionsFactory)
    {
        ArgumentNullException.ThrowIfNull(optionsFactory);
        return services.AddPriority(null, optionsFactory);
    }

    /// <summary>Registers a coordinator with lanes and keys; it is injected as <see cref="PriorityKeyedWorkCoordinator{T, TKey}"/>.</summary>
    /// <inheritdoc cref="AddPriorityWorkCoordinator{T}(IServiceCollection, PriorityWorkCoordinatorOptions{T})"/>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddPriorityKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        PriorityKeyedWorkCoordinatorOptions<T, TKey> options)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(options);
        return services.AddPriorityKeyed(options.EphemeralOptions, _ => options);
    }

    /// <summary>Registers a coordinator with lanes and keys, whose options are made of services.</summary>
    /// <inheritdoc cref="AddPriorityWorkCoordinator{T}(IServiceCollection, Func{IServiceProvider, PriorityWorkCoordinatorOptions{T}})"/>
    public static IServiceCollection AddPriorityKeyedWorkCoordinator<T, TKey>(
        this IServiceCollection services,
        Func<IServiceProvider, PriorityKeyedWorkCoordinatorOptions<T, TKey>> optionsFactory)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(optionsFactory);
        return services.AddPriorityKeyed(null, optionsFactory);
    }

    private static IServiceCollection AddPriority<T>(
        this IServiceCollection services,
        EphemeralOptions? known,
        Func<IServiceProvider, PriorityWorkCoordinatorOptions<T>> make) =>
        services.AddPerContainer<PriorityWorkCoordinator<T>>("", typeof(T), known, (provider, effective) =>
        {
            PriorityWorkCoordinatorOptions<T> options = make(provider);
            return new(options with { EphemeralOptions = effective(options.EphemeralOptions) });
        });

    private static IServiceCollection AddPriorityKeyed<T, TKey>(
        this IServiceCollection services,
        EphemeralOptions? known,
        Func<IServiceProvider, PriorityKeyedWorkCoordinatorOptions<T, TKey>> make)
        where TKey : notnull =>
        services.AddPerContainer<PriorityKeyedWorkCoordinator<T, TKey>>("", typeof(T), known, (provider, effective) =>
        {
            PriorityKeyedWorkCoordinatorOptions<T, TKey> options = make(provider);
            return new(options with { EphemeralOptions = effective(options.EphemeralOptions) });
        });
}
