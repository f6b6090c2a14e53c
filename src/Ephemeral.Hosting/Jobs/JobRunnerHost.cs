using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ephemeral.Hosting.Jobs;

/// <summary>Creates the registered job runners before the first service of the host starts, so that they hear what any of these raises, and a job that cannot be one stops the start.</summary>
/// <remarks>They are ended with all other coordinators, after the host has stopped.</remarks>
internal sealed class JobRunnerHost(IServiceProvider services, IEnumerable<JobRunnerRegistration> registrations) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (JobRunnerRegistration registration in registrations) _ = services.GetRequiredService(registration.RunnerType);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
