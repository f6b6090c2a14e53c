using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Hosting.Jobs;

/// <summary>Gives every attempt at a job a scope of its own.</summary>
[RequiresUnreferencedCode("Job classes are created by reflection.")]
internal sealed class ScopedActivator(IServiceProvider services) : IEphemeralJobActivator
{
    public bool IsService(Type type) => JobServices.IsService(services, type);

    public IEphemeralJobScope OpenScope(Type jobType) => new Scope(services.CreateAsyncScope(), jobType);

    [RequiresUnreferencedCode("Job classes are created by reflection.")]
    private sealed class Scope(AsyncServiceScope scope, Type jobType) : IEphemeralJobScope
    {
        private (object Target, bool IsOwn)? _made;

        /// <remarks>Made when it is first asked for, so that a scope whose constructors throw ends as any other.</remarks>
        public object Target => (_made ??= JobServices.Create(scope.ServiceProvider, jobType)).Target;

        public object GetService(Type type) => scope.ServiceProvider.GetRequiredService(type);

        public async ValueTask DisposeAsync()
        {
            await using (scope.ConfigureAwait(false))
            {
                object? own = _made is { IsOwn: true } made ? made.Target : null;
                if (own is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync().ConfigureAwait(false);
                else if (own is IDisposable disposable) disposable.Dispose();
            }
        }
    }
}
