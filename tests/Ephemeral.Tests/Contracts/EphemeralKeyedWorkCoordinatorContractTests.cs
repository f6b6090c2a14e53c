namespace Ephemeral.Tests.Contracts;

/// <summary>Every item has a key of its own, so that a keyed coordinator must do all that a plain one does.</summary>
public sealed class EphemeralKeyedWorkCoordinatorContractTests : CoordinatorContract
{
    protected override Subject Create(Func<int, EphemeralOperation, CancellationToken, Task> body, EphemeralOptions? options = null)
    {
        EphemeralKeyedWorkCoordinator<int, int> coordinator = new(static item => item, body, options);
        return new(coordinator, coordinator.EnqueueAsync, coordinator.TryEnqueue);
    }
}
