using Ephemeral.Hosting.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Creation;

/// <summary>One registered coordinator, whatever its kind.</summary>
internal abstract class CoordinatorRegistration(string key, string name, ServiceLifetime lifetime, CodedOptions coded)
{
    /// <summary>Gets the name for the factory; empty for the registration without one.</summary>
    public string Key => key;

    /// <summary>Gets the name in metrics, logs and configuration.</summary>
    public string Name => name;

    public ServiceLifetime Lifetime => lifetime;

    /// <summary>Gets what code says, as far as it is known before the coordinator is made.</summary>
    public CodedOptions Coded => coded;

    public abstract Type CoordinatorType { get; }
}

/// <summary>One registered coordinator.</summary>
internal sealed class CoordinatorRegistration<TCoordinator>(
    string key,
    string name,
    ServiceLifetime lifetime,
    CodedOptions coded,
    CoordinatorMaker<TCoordinator> make)
    : CoordinatorRegistration(key, name, lifetime, coded)
    where TCoordinator : CoordinatorBase
{
    public override Type CoordinatorType => typeof(TCoordinator);

    /// <exception cref="InvalidOperationException">Its own maker asks for it.</exception>
    public TCoordinator Create(IServiceProvider services)
    {
        OptionsOverlay overlay = new(services.GetRequiredService<EffectiveOptions>(), this);
        using (CreationPath.Of(this)) return make(services, overlay);
    }
}
