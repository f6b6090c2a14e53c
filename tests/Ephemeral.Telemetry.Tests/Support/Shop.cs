namespace Ephemeral.Telemetry.Tests;

/// <summary>Jobs and handlers of signals, for tests that watch them being handled.</summary>
internal sealed class Shop(ManualTimeProvider time)
{
    /// <summary>Takes two seconds; fails for a signal that says so.</summary>
    [EphemeralJob("order.*")]
    public Task HandleAsync(SignalEvent signal, CancellationToken cancellationToken)
    {
        time.Advance(TimeSpan.FromSeconds(2));
        return signal.Signal == "order.bad" ? throw new InvalidOperationException("A bad order.") : Task.CompletedTask;
    }
}
