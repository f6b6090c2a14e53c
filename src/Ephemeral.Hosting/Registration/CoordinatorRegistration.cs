using Ephemeral.Hosting.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Registration;

/// <summary>One registered coordinator, whatever its kind.</summary>
internal abstract class CoordinatorRegistration(string key, string name, ServiceLifetime lifetime, EphemeralOptions? options)
{
    /// <summary>Gets the name for the factory; empty for the registration without one.</summary>
    public string Key => key;

    /// <summary>Gets the name in metrics, logs and configuration.</summary>
    public string Name => name;

    public ServiceLifetime Lifetime => lifetime;

    /// <summary>Gets the options from code; null for the defaults, or when only its maker knows them.</summary>
    public EphemeralOptions? Options => options;

    public abstract Type CoordinatorType { get; }
}

/// <summary>One registered coordinator.</summary>
internal sealed class CoordinatorRegistration<TCoordinator>(
    string key,
    string name,
    ServiceLifetime lifetime,
    EphemeralOptions? options,
    CoordinatorMaker<TCoordinator> make)
    : CoordinatorRegistration(key, name, lifetime, options)
    where TCoordinator : CoordinatorBase
{
    public override Type CoordinatorType => typeof(TCoordinator);

    /// <exception cref="InvalidOperationException">Its own maker asks for it.</exception>
    public TCoordinator Create(IServiceProvider services)
    {
        EffectiveOptions configured = services.GetRequiredService<EffectiveOptions>();
        using (Creation.Of(this)) return make(services, options => configured.For(this, options));
    }
}
