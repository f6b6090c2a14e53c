using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ephemeral.Hosting.Lifetime;

/// <summary>Ends the coordinators when the host has stopped.</summary>
/// <remarks>Ended after all hosted services have stopped, the web server included: a request in flight can still enqueue.</remarks>
internal sealed class CoordinatorHost(LiveCoordinators coordinators, ILogger<CoordinatorHost>? logger = null)
    : IHostedLifecycleService
{
    private readonly ILogger _log = logger ?? NullLogger<CoordinatorHost>.Instance;
    private Task? _ending;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the coordinators, once however often the host is stopped.</summary>
    /// <param name="cancellationToken">The host's shutdown timeout: what has not run by then is cancelled.</param>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<Task> ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _ending, ending.Task.Unwrap(), null) is { } other) return other;
        Task mine = EndAsync(cancellationToken);
        ending.SetResult(mine);
        return mine;
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<CoordinatorBase> undrained = await coordinators.DrainAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(undrained.Select(AbandonAsync)).ConfigureAwait(false);
        foreach (CoordinatorBase coordinator in coordinators.ToArray().Except(undrained))
        {
            CoordinatorMetrics counts = coordinator.GetMetrics();
            _log.CoordinatorDrained(coordinator.Name, counts.Completed, counts.Failed, counts.Cancelled, counts.Skipped);
        }
    }

    /// <summary>Cancels a coordinator, waits for its bodies as long as its options say, and counts what that ended.</summary>
    private async Task AbandonAsync(CoordinatorBase coordinator)
    {
        coordinator.Pause(); // from here on nothing starts, so that what waits now is what is abandoned
        CoordinatorMetrics before = coordinator.GetMetrics();
        coordinator.Dispose();
        await coordinator.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        CoordinatorMetrics after = coordinator.GetMetrics();
        long cancelled = after.Cancelled - before.Cancelled - before.Pending;
        _log.CoordinatorAbandoned(coordinator.Name, before.Pending, cancelled + after.Active, after.Active);
    }
}
