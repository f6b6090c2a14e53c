namespace Ephemeral.Hosting.Creation;

internal sealed class EphemeralCoordinatorFactory<T>(CoordinatorSet<EphemeralWorkCoordinator<T>> coordinators) : IEphemeralCoordinatorFactory<T>
{
    public EphemeralWorkCoordinator<T> CreateCoordinator(string name = "") => coordinators.Get(name);
}
