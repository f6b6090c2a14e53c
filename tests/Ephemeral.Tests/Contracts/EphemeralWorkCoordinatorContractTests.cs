namespace Ephemeral.Tests.Contracts;

public sealed class EphemeralWorkCoordinatorContractTests : CoordinatorContract
{
    protected override Subject Create(Func<int, EphemeralOperation, CancellationToken, Task> body, EphemeralOptions? options = null)
    {
        EphemeralWorkCoordinator<int> coordinator = new(body, options);
        return new(coordinator, coordinator.EnqueueAsync, coordinator.TryEnqueue);
    }
}
