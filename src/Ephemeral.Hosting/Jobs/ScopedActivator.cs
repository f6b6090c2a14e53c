using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Jobs;

/// <summary>Gives every attempt at a job a scope of its own.</summary>
[RequiresUnreferencedCode("Job classes are created by reflection.")]
internal sealed class ScopedActivator(IServiceProvider services) : IEphemeralJobActivator
{
    public bool IsService(Type type) => JobServices.IsService(services, type);

    public IEphemeralJobScope OpenScope(Type jobType)
    {
        AsyncServiceScope scope = services.CreateAsyncScope();
        try
        {
            (object target, bool isOwn) = JobServices.Create(scope.ServiceProvider, jobType);
            return new Scope(scope, target, isOwn);
        }
        catch
        {
            scope.Dispose(); // nobody else will
            throw;
        }
    }

    private sealed class Scope(AsyncServiceScope scope, object target, bool isOwn) : IEphemeralJobScope
    {
        public object Target => target;

        public object GetService(Type type) => scope.ServiceProvider.GetRequiredService(type);

        public async ValueTask DisposeAsync()
        {
            if (isOwn && target is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync().ConfigureAwait(false);
            else if (isOwn && target is IDisposable disposable) disposable.Dispose();
            await scope.DisposeAsync().ConfigureAwait(false);
        }
    }
}
