using System.Runtime.CompilerServices;
using Ephemeral;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Priority coordinators under shorter names.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <inheritdoc cref="AddPriorityWorkCoordinator{T}(IServiceCollection, PriorityWorkCoordinatorOptions{T})"/>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddPriorityCoordinator<T>(this IServiceCollection services, PriorityWorkCoordinatorOptions<T> options) =>
        services.AddPriorityWorkCoordinator(options);

    /// <inheritdoc cref="AddPriorityWorkCoordinator{T}(IServiceCollection, Func{IServiceProvider, PriorityWorkCoordinatorOptions{T}})"/>
    public static IServiceCollection AddPriorityCoordinator<T>(this IServiceCollection services, Func<IServiceProvider, PriorityWorkCoordinatorOptions<T>> optionsFactory) =>
        services.AddPriorityWorkCoordinator(optionsFactory);

    /// <inheritdoc cref="AddPriorityWorkCoordinator{T}(IServiceCollection, string, PriorityWorkCoordinatorOptions{T})"/>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddPriorityCoordinator<T>(this IServiceCollection services, string name, PriorityWorkCoordinatorOptions<T> options) =>
        services.AddPriorityWorkCoordinator(name, options);

    /// <inheritdoc cref="AddPriorityWorkCoordinator{T}(IServiceCollection, string, Func{IServiceProvider, PriorityWorkCoordinatorOptions{T}})"/>
    public static IServiceCollection AddPriorityCoordinator<T>(this IServiceCollection services, string name, Func<IServiceProvider, PriorityWorkCoordinatorOptions<T>> optionsFactory) =>
        services.AddPriorityWorkCoordinator(name, optionsFactory);

    /// <inheritdoc cref="AddScopedPriorityWorkCoordinator{T}(IServiceCollection, PriorityWorkCoordinatorOptions{T})"/>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddScopedPriorityCoordinator<T>(this IServiceCollection services, PriorityWorkCoordinatorOptions<T> options) =>
        services.AddScopedPriorityWorkCoordinator(options);

    /// <inheritdoc cref="AddScopedPriorityWorkCoordinator{T}(IServiceCollection, Func{IServiceProvider, PriorityWorkCoordinatorOptions{T}})"/>
    public static IServiceCollection AddScopedPriorityCoordinator<T>(this IServiceCollection services, Func<IServiceProvider, PriorityWorkCoordinatorOptions<T>> optionsFactory) =>
        services.AddScopedPriorityWorkCoordinator(optionsFactory);

    /// <inheritdoc cref="AddPriorityKeyedWorkCoordinator{T, TKey}(IServiceCollection, PriorityKeyedWorkCoordinatorOptions{T, TKey})"/>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddPriorityKeyedCoordinator<T, TKey>(this IServiceCollection services, PriorityKeyedWorkCoordinatorOptions<T, TKey> options)
        where TKey : notnull =>
        services.AddPriorityKeyedWorkCoordinator(options);

    /// <inheritdoc cref="AddPriorityKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{IServiceProvider, PriorityKeyedWorkCoordinatorOptions{T, TKey}})"/>
    public static IServiceCollection AddPriorityKeyedCoordinator<T, TKey>(this IServiceCollection services, Func<IServiceProvider, PriorityKeyedWorkCoordinatorOptions<T, TKey>> optionsFactory)
        where TKey : notnull =>
        services.AddPriorityKeyedWorkCoordinator(optionsFactory);

    /// <inheritdoc cref="AddPriorityKeyedWorkCoordinator{T, TKey}(IServiceCollection, string, PriorityKeyedWorkCoordinatorOptions{T, TKey})"/>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddPriorityKeyedCoordinator<T, TKey>(this IServiceCollection services, string name, PriorityKeyedWorkCoordinatorOptions<T, TKey> options)
        where TKey : notnull =>
        services.AddPriorityKeyedWorkCoordinator(name, options);

    /// <inheritdoc cref="AddPriorityKeyedWorkCoordinator{T, TKey}(IServiceCollection, string, Func{IServiceProvider, PriorityKeyedWorkCoordinatorOptions{T, TKey}})"/>
    public static IServiceCollection AddPriorityKeyedCoordinator<T, TKey>(this IServiceCollection services, string name, Func<IServiceProvider, PriorityKeyedWorkCoordinatorOptions<T, TKey>> optionsFactory)
        where TKey : notnull =>
        services.AddPriorityKeyedWorkCoordinator(name, optionsFactory);

    /// <inheritdoc cref="AddScopedPriorityKeyedWorkCoordinator{T, TKey}(IServiceCollection, PriorityKeyedWorkCoordinatorOptions{T, TKey})"/>
    [OverloadResolutionPriority(1)] // so that new(...) is the options and not a delegate
    public static IServiceCollection AddScopedPriorityKeyedCoordinator<T, TKey>(this IServiceCollection services, PriorityKeyedWorkCoordinatorOptions<T, TKey> options)
        where TKey : notnull =>
        services.AddScopedPriorityKeyedWorkCoordinator(options);

    /// <inheritdoc cref="AddScopedPriorityKeyedWorkCoordinator{T, TKey}(IServiceCollection, Func{IServiceProvider, PriorityKeyedWorkCoordinatorOptions{T, TKey}})"/>
    public static IServiceCollection AddScopedPriorityKeyedCoordinator<T, TKey>(this IServiceCollection services, Func<IServiceProvider, PriorityKeyedWorkCoordinatorOptions<T, TKey>> optionsFactory)
        where TKey : notnull =>
        services.AddScopedPriorityKeyedWorkCoordinator(optionsFactory);
}
