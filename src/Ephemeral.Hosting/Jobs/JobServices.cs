using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Jobs;

/// <summary>What job classes and their parameters get from a container.</summary>
internal static class JobServices
{
    public static bool IsService(IServiceProvider services, Type type) => services.GetService<IServiceProviderIsService>()?.IsService(type) ?? false;

    /// <summary>Returns the object of a class: the registered one, or else one made with services.</summary>
    [RequiresUnreferencedCode("Job classes are created by reflection.")]
    public static (object Target, bool IsOwn) Create(IServiceProvider services, Type type) =>
        services.GetService(type) is { } registered ? (registered, false) : (ActivatorUtilities.CreateInstance(services, type), true);
}
