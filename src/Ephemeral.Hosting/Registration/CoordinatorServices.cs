using Ephemeral.Hosting.Configuration;
using Ephemeral.Hosting.Creation;
using Ephemeral.Hosting.Lifetime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Ephemeral.Hosting.Registration;

/// <summary>Puts registrations into a service collection. Every public form ends here.</summary>
internal static class CoordinatorServices
{
    /// <summary>Adds a coordinator that lives as long as the container; without a name it can be injected itself.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The name for the factory; empty for none.</param>
    /// <param name="item">The type of the items, whose name is the default.</param>
    /// <param name="coded">What code says, as far as it is known now.</param>
    /// <param name="make">Makes the coordinator.</param>
    public static IServiceCollection AddPerContainer<TCoordinator>(
        this IServiceCollection services,
        string key,
        Type item,
        CodedOptions coded,
        CoordinatorMaker<TCoordinator> make)
        where TCoordinator : CoordinatorBase
    {
        services.AddRegistration(key, item, ServiceLifetime.Singleton, coded, make);
        services.TryAddSingleton<CoordinatorSet<TCoordinator>>();
        if (key.Length == 0) services.AddSingleton(static provider => provider.GetRequiredService<CoordinatorSet<TCoordinator>>().Get(""));
        return services;
    }

    /// <summary>Adds a coordinator that lives as long as the scope that asks for it.</summary>
    public static IServiceCollection AddPerScope<TCoordinator>(
        this IServiceCollection services,
        Type item,
        CodedOptions coded,
        CoordinatorMaker<TCoordinator> make)
        where TCoordinator : CoordinatorBase
    {
        CoordinatorRegistration<TCoordinator> registration = services.AddRegistration("", item, ServiceLifetime.Scoped, coded, make);
        return services.AddScoped(registration.Create);
    }

    /// <summary>Adds what all coordinators of a container share.</summary>
    public static IServiceCollection AddCoordinatorHosting(this IServiceCollection services)
    {
        services.TryAddSingleton<LiveCoordinators>();
        services.TryAddTransient<ContainerHold>();
        services.TryAddSingleton<EffectiveOptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OptionsCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CoordinatorHost>());
        return services;
    }

    private static CoordinatorRegistration<TCoordinator> AddRegistration<TCoordinator>(
        this IServiceCollection services,
        string key,
        Type item,
        ServiceLifetime lifetime,
        CodedOptions coded,
        CoordinatorMaker<TCoordinator> make)
        where TCoordinator : CoordinatorBase
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(key, "name");
        if (key.Length > 0) ArgumentException.ThrowIfNullOrWhiteSpace(key, "name");
        if (key.Length > 0 && coded.Options?.Name is { } other && other != key)
        {
            throw new ArgumentException(
                $"The coordinator is registered as '{key}', but its options call it '{other}'. Leave {nameof(EphemeralOptions)}.{nameof(EphemeralOptions.Name)} out: the registered name is used.");
        }

        ThrowIfTaken<TCoordinator>(services, key);
        string name = key.Length > 0 ? key : coded.Options?.Name ?? TypeText.NameOf(item);
        CoordinatorRegistration<TCoordinator> registration = new(key, name, lifetime, coded, make);
        services.AddCoordinatorHosting();
        services.AddSingleton<CoordinatorRegistration>(registration);
        return registration;
    }

    private static void ThrowIfTaken<TCoordinator>(IServiceCollection services, string key)
        where TCoordinator : CoordinatorBase
    {
        bool isTaken = services.Any(service => !service.IsKeyedService && (key.Length == 0
            ? service.ServiceType == typeof(TCoordinator)
            : service.ImplementationInstance is CoordinatorRegistration<TCoordinator> known && known.Key == key));
        if (!isTaken) return;
        string type = TypeText.Of(typeof(TCoordinator));
        throw new InvalidOperationException(key.Length == 0
            ? $"Two registrations of {type} have no name, and only one may. Give one a name, or remove it."
            : $"Two registrations of {type} have the name '{key}'. Give one another name, or remove it.");
    }
}
