namespace Ephemeral.Hosting.Creation;

internal sealed class PriorityCoordinatorFactory<T>(CoordinatorSet<PriorityWorkCoordinator<T>> coordinators) : IPriorityCoordinatorFactory<T>
{
    public PriorityWorkCoordinator<T> CreateCoordinator(string name = "") => coordinators.Get(name);
}
