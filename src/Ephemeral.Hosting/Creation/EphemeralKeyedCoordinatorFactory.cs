namespace Ephemeral.Hosting.Creation;

internal sealed class EphemeralKeyedCoordinatorFactory<T, TKey>(CoordinatorSet<EphemeralKeyedWorkCoordinator<T, TKey>> coordinators)
    : IEphemeralKeyedCoordinatorFactory<T, TKey>
    where TKey : notnull
{
    public EphemeralKeyedWorkCoordinator<T, TKey> CreateCoordinator(string name = "") => coordinators.Get(name);
}
