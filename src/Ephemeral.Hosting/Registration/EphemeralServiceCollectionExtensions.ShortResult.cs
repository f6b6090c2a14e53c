using Ephemeral;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Coordinators that keep results, under shorter names.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    public static IServiceCollection AddResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<TInput, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) =>
        services.AddEphemeralResultCoordinator(body, options);

    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, EphemeralOperation, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    public static IServiceCollection AddResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) =>
        services.AddEphemeralResultCoordinator(body, options);

    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{IServiceProvider, Func{TInput, CancellationToken, Task{TResult}}}, EphemeralOptions?)"/>
    public static IServiceCollection AddResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<TInput, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddEphemeralResultCoordinator(bodyFactory, options);

    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{IServiceProvider, Func{TInput, EphemeralOperation, CancellationToken, Task{TResult}}}, EphemeralOptions?)"/>
    public static IServiceCollection AddResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddEphemeralResultCoordinator(bodyFactory, options);

    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, string, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    public static IServiceCollection AddResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        string name,
        Func<TInput, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) =>
        services.AddEphemeralResultCoordinator(name, body, options);

    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, string, Func{TInput, EphemeralOperation, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    public static IServiceCollection AddResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        string name,
        Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) =>
        services.AddEphemeralResultCoordinator(name, body, options);

    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, string, Func{IServiceProvider, Func{TInput, CancellationToken, Task{TResult}}}, EphemeralOptions?)"/>
    public static IServiceCollection AddResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, Func<TInput, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddEphemeralResultCoordinator(name, bodyFactory, options);

    /// <inheritdoc cref="AddEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, string, Func{IServiceProvider, Func{TInput, EphemeralOperation, CancellationToken, Task{TResult}}}, EphemeralOptions?)"/>
    public static IServiceCollection AddResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddEphemeralResultCoordinator(name, bodyFactory, options);

    /// <inheritdoc cref="AddScopedEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    public static IServiceCollection AddScopedResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<TInput, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) =>
        services.AddScopedEphemeralResultCoordinator(body, options);

    /// <inheritdoc cref="AddScopedEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{TInput, EphemeralOperation, CancellationToken, Task{TResult}}, EphemeralOptions?)"/>
    public static IServiceCollection AddScopedResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>> body,
        EphemeralOptions? options = null) =>
        services.AddScopedEphemeralResultCoordinator(body, options);

    /// <inheritdoc cref="AddScopedEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{IServiceProvider, Func{TInput, CancellationToken, Task{TResult}}}, EphemeralOptions?)"/>
    public static IServiceCollection AddScopedResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<TInput, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddScopedEphemeralResultCoordinator(bodyFactory, options);

    /// <inheritdoc cref="AddScopedEphemeralResultCoordinator{TInput, TResult}(IServiceCollection, Func{IServiceProvider, Func{TInput, EphemeralOperation, CancellationToken, Task{TResult}}}, EphemeralOptions?)"/>
    public static IServiceCollection AddScopedResultCoordinator<TInput, TResult>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<TInput, EphemeralOperation, CancellationToken, Task<TResult>>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddScopedEphemeralResultCoordinator(bodyFactory, options);
}
