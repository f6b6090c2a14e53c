namespace Ephemeral.Tests.Contracts;

/// <summary>All items go through one lane, so that a priority coordinator must do all that a plain one does.</summary>
public sealed class PriorityWorkCoordinatorContractTests : CoordinatorContract
{
    protected override Subject Create(Func<int, EphemeralOperation, CancellationToken, Task> body, EphemeralOptions? options = null)
    {
        PriorityWorkCoordinator<int> coordinator = new(new(body, ephemeralOptions: options));
        return new(coordinator, (item, ct) => coordinator.EnqueueAsync(item, cancellationToken: ct), item => coordinator.TryEnqueue(item));
    }
}
