namespace Ephemeral.Hosting.Creation;

internal sealed class PriorityKeyedCoordinatorFactory<T, TKey>(CoordinatorSet<PriorityKeyedWorkCoordinator<T, TKey>> coordinators)
    : IPriorityKeyedCoordinatorFactory<T, TKey>
    where TKey : notnull
{
    public PriorityKeyedWorkCoordinator<T, TKey> CreateCoordinator(string name = "") => coordinators.Get(name);
}
