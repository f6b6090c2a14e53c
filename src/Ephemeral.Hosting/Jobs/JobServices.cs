using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Jobs;

/// <summary>What job classes and their parameters get from a container.</summary>
[RequiresUnreferencedCode("Job classes are created by reflection.")]
internal static class JobServices
{
    private const BindingFlags JobMethods = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static bool IsService(IServiceProvider services, Type type) => services.GetService<IServiceProviderIsService>()?.IsService(type) ?? false;

    /// <summary>Returns the object of a class: the registered one, or else one made with services.</summary>
    public static (object Target, bool IsOwn) Create(IServiceProvider services, Type type) =>
        services.GetService(type) is { } registered ? (registered, false) : (ActivatorUtilities.CreateInstance(services, type), true);

    /// <summary>Tells now what would else be told at the first signal: that objects of a class cannot be made.</summary>
    /// <remarks>The container is asked what it has, and makes nothing. What a registered class needs is the container's to say.</remarks>
    /// <exception cref="ArgumentException">The class is abstract or open, no constructor finds its services, or a job takes a service by key.</exception>
    public static void Check(IServiceProvider services, Type type)
    {
        foreach (MethodInfo job in type.GetMethods(JobMethods).Where(static method => method.IsDefined(typeof(EphemeralJobAttribute))))
        {
            if (Array.Find(job.GetParameters(), static parameter => parameter.IsDefined(typeof(FromKeyedServicesAttribute))) is { } keyed)
                throw new ArgumentException($"The parameter '{keyed.Name}' of the job {type.Name}.{job.Name} has [FromKeyedServices], which only constructors may have. Take the service there.");
        }

        if (services.GetService<IServiceProviderIsService>() is not { } known || known.IsService(type)) return;
        if (type.IsAbstract || type.ContainsGenericParameters)
            throw new ArgumentException($"There can be no object of the job class {type.Name}: it is {(type.IsInterface ? "an interface" : type.IsAbstract ? "abstract" : "an open generic type")}. Name a class, or register it.");

        ConstructorInfo[] constructors = type.GetConstructors();
        if (constructors.Length == 0) throw new ArgumentException($"The job class {type.Name} has no public constructor. Give it one, or register it.");
        ParameterInfo?[] missing = [.. constructors.Select(constructor => Array.Find(constructor.GetParameters(), parameter => !Has(known, parameter)))];
        if (Array.TrueForAll(missing, static parameter => parameter is not null))
            throw new ArgumentException($"The job class {type.Name} needs a {missing[0]!.ParameterType.Name} ('{missing[0]!.Name}'), which the container does not have. Register it.");
    }

    private static bool Has(IServiceProviderIsService known, ParameterInfo parameter)
    {
        if (parameter.HasDefaultValue) return true;
        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is not { } keyed) return known.IsService(parameter.ParameterType);
        return known is not IServiceProviderIsKeyedService keys || keys.IsKeyedService(parameter.ParameterType, keyed.Key);
    }
}
