using System.Diagnostics.CodeAnalysis;
using Ephemeral.Hosting.Lifetime;
using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Jobs;

/// <summary>Gives jobs one object a class for the container's life, and services from the container itself.</summary>
[RequiresUnreferencedCode("Job classes are created by reflection.")]
internal sealed class SingletonActivator(IServiceProvider services, IEnumerable<ServiceDescriptor> registered) : IEphemeralJobActivator
{
    private readonly Dictionary<Type, Scope> _scopes = []; // filled before the runner listens, read only after that

    /// <exception cref="ArgumentException">The service is scoped, and there is no scope.</exception>
    public bool IsService(Type type)
    {
        if (!JobServices.IsService(services, type)) return false;
        Type? generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        ServiceDescriptor? last = registered.LastOrDefault(service => !service.IsKeyedService && (service.ServiceType == type || service.ServiceType == generic));
        return last?.Lifetime != ServiceLifetime.Scoped
            ? true
            : throw new ArgumentException($"A job of {nameof(EphemeralSignalJobRunner)} takes the scoped service {type.Name}, but there is no scope. Register its class with {nameof(EphemeralJobRunnerServiceCollectionExtensions.AddEphemeralScopedJobRunner)}.");
    }

    /// <summary>Makes all objects now, so that what a constructor throws stops the host's start.</summary>
    public void CreateObjects(IEnumerable<Type> types)
    {
        foreach (Type type in types)
        {
            if (_scopes.ContainsKey(type)) continue;
            (object target, bool isOwn) = JobServices.Create(services, type);
            if (isOwn) services.GetRequiredService<ContainerHold>().Hold(target);
            _scopes.Add(type, new(services, target));
        }
    }

    public IEphemeralJobScope OpenScope(Type jobType) => _scopes[jobType];

    /// <summary>Lasts as long as the container, which disposes the object.</summary>
    private sealed class Scope(IServiceProvider services, object target) : IEphemeralJobScope
    {
        public object Target => target;

        public object GetService(Type type) => services.GetRequiredService(type);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
