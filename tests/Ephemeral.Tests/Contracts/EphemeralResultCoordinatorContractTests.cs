namespace Ephemeral.Tests.Contracts;

public sealed class EphemeralResultCoordinatorContractTests : CoordinatorContract
{
    protected override Subject Create(Func<int, EphemeralOperation, CancellationToken, Task> body, EphemeralOptions? options = null)
    {
        EphemeralResultCoordinator<int, int> coordinator = new(
            async (item, operation, ct) =>
            {
                await body(item, operation, ct);
                return item;
            },
            options);
        return new(coordinator, coordinator.EnqueueAsync, coordinator.TryEnqueue);
    }
}
