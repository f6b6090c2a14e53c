using Ephemeral;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>The same under shorter names.</content>
public static partial class EphemeralServiceCollectionExtensions
{
    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    public static IServiceCollection AddCoordinator<T>(
        this IServiceCollection services,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null) =>
        services.AddEphemeralWorkCoordinator(body, options);

    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, EphemeralOperation, CancellationToken, Task}, EphemeralOptions?)"/>
    public static IServiceCollection AddCoordinator<T>(
        this IServiceCollection services,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null) =>
        services.AddEphemeralWorkCoordinator(body, options);

    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, Func{IServiceProvider, Func{T, CancellationToken, Task}}, EphemeralOptions?)"/>
    public static IServiceCollection AddCoordinator<T>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddEphemeralWorkCoordinator(bodyFactory, options);

    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, Func{IServiceProvider, Func{T, EphemeralOperation, CancellationToken, Task}}, EphemeralOptions?)"/>
    public static IServiceCollection AddCoordinator<T>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddEphemeralWorkCoordinator(bodyFactory, options);

    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, string, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    public static IEphemeralCoordinatorBuilder<T> AddCoordinator<T>(
        this IServiceCollection services,
        string name,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null) =>
        services.AddEphemeralWorkCoordinator(name, body, options);

    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, string, Func{T, EphemeralOperation, CancellationToken, Task}, EphemeralOptions?)"/>
    public static IEphemeralCoordinatorBuilder<T> AddCoordinator<T>(
        this IServiceCollection services,
        string name,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null) =>
        services.AddEphemeralWorkCoordinator(name, body, options);

    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, string, Func{IServiceProvider, Func{T, CancellationToken, Task}}, EphemeralOptions?)"/>
    public static IEphemeralCoordinatorBuilder<T> AddCoordinator<T>(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddEphemeralWorkCoordinator(name, bodyFactory, options);

    /// <inheritdoc cref="AddEphemeralWorkCoordinator{T}(IServiceCollection, string, Func{IServiceProvider, Func{T, EphemeralOperation, CancellationToken, Task}}, EphemeralOptions?)"/>
    public static IEphemeralCoordinatorBuilder<T> AddCoordinator<T>(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddEphemeralWorkCoordinator(name, bodyFactory, options);

    /// <inheritdoc cref="AddScopedEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, CancellationToken, Task}, EphemeralOptions?)"/>
    public static IServiceCollection AddScopedCoordinator<T>(
        this IServiceCollection services,
        Func<T, CancellationToken, Task> body,
        EphemeralOptions? options = null) =>
        services.AddScopedEphemeralWorkCoordinator(body, options);

    /// <inheritdoc cref="AddScopedEphemeralWorkCoordinator{T}(IServiceCollection, Func{T, EphemeralOperation, CancellationToken, Task}, EphemeralOptions?)"/>
    public static IServiceCollection AddScopedCoordinator<T>(
        this IServiceCollection services,
        Func<T, EphemeralOperation, CancellationToken, Task> body,
        EphemeralOptions? options = null) =>
        services.AddScopedEphemeralWorkCoordinator(body, options);

    /// <inheritdoc cref="AddScopedEphemeralWorkCoordinator{T}(IServiceCollection, Func{IServiceProvider, Func{T, CancellationToken, Task}}, EphemeralOptions?)"/>
    public static IServiceCollection AddScopedCoordinator<T>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<T, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddScopedEphemeralWorkCoordinator(bodyFactory, options);

    /// <inheritdoc cref="AddScopedEphemeralWorkCoordinator{T}(IServiceCollection, Func{IServiceProvider, Func{T, EphemeralOperation, CancellationToken, Task}}, EphemeralOptions?)"/>
    public static IServiceCollection AddScopedCoordinator<T>(
        this IServiceCollection services,
        Func<IServiceProvider, Func<T, EphemeralOperation, CancellationToken, Task>> bodyFactory,
        EphemeralOptions? options = null) =>
        services.AddScopedEphemeralWorkCoordinator(bodyFactory, options);
}
