namespace Ephemeral.Tests.Contracts;

/// <summary>One lane and a key for each item, so that it must do all that a plain coordinator does.</summary>
public sealed class PriorityKeyedWorkCoordinatorContractTests : CoordinatorContract
{
    protected override Subject Create(Func<int, EphemeralOperation, CancellationToken, Task> body, EphemeralOptions? options = null)
    {
        PriorityKeyedWorkCoordinator<int, int> coordinator = new(new(static item => item, body, ephemeralOptions: options));
        return new(coordinator, (item, ct) => coordinator.EnqueueAsync(item, cancellationToken: ct), item => coordinator.TryEnqueue(item));
    }
}
