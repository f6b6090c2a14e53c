using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ephemeral.Hosting.Jobs;

/// <summary>Creates the registered job runners when the host starts, so that they listen, and a job that cannot be one stops the start.</summary>
internal sealed class JobRunnerHost(IServiceProvider services, IEnumerable<JobRunnerRegistration> registrations) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (JobRunnerRegistration registration in registrations) _ = services.GetRequiredService(registration.RunnerType);
        return Task.CompletedTask;
    }

    /// <summary>Ended with all other coordinators, after the host has stopped.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
