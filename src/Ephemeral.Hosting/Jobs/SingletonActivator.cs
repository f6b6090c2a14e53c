using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Jobs;

/// <summary>Gives jobs one object a class for the container's life, and services from the container itself.</summary>
[RequiresUnreferencedCode("Job classes are created by reflection.")]
internal sealed class SingletonActivator(IServiceProvider services) : IEphemeralJobActivator
{
    private readonly ConcurrentDictionary<Type, Lazy<Scope>> _scopes = new();

    public bool IsService(Type type) => JobServices.IsService(services, type);

    public IEphemeralJobScope OpenScope(Type jobType) =>
        _scopes.GetOrAdd(jobType, type => new(() => new Scope(services, JobServices.Create(services, type).Target))).Value;

    /// <summary>Lasts as long as the container, which disposes what it owns.</summary>
    private sealed class Scope(IServiceProvider services, object target) : IEphemeralJobScope
    {
        public object Target => target;

        public object GetService(Type type) => services.GetRequiredService(type);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
