using Ephemeral.Logging;
using LogWatcher.Jobs;
using LogWatcher.Orders;
using LogWatcher.Web;

namespace LogWatcher.Hosting;

/// <summary>Brings the parts to life in their order, and lets them finish in the other: no new orders, orders, jobs.</summary>
internal sealed class Conductor(IServiceProvider services, ILogger<Conductor> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = services.GetRequiredService<LaneDirectory>();
        _ = services.GetRequiredService<SignalTally>();
        _ = services.GetRequiredService<SignalToLoggerAdapter>();
        _ = services.GetRequiredService<JobRunners>();
        return Task.CompletedTask;
    }

    /// <summary>Drains until the host's patience ends; what is left then is cancelled when it is disposed.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (services.GetService<OrderLoad>() is { } load) await load.DisposeAsync();
            if (services.GetService<OrderService>() is { } orders)
            {
                orders.Coordinator.Complete();
                await orders.Coordinator.DrainAsync(cancellationToken);
            }

            await services.GetRequiredService<JobRunners>().DrainAsync(cancellationToken);
            log.LogInformation("Stopped; nothing was left undone");
        }
        catch (OperationCanceledException)
        {
            log.LogWarning("Stopped; what was not done in time is cancelled");
        }
    }
}
