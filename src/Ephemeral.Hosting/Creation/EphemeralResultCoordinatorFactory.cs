namespace Ephemeral.Hosting.Creation;

internal sealed class EphemeralResultCoordinatorFactory<TInput, TResult>(CoordinatorSet<EphemeralResultCoordinator<TInput, TResult>> coordinators)
    : IEphemeralResultCoordinatorFactory<TInput, TResult>
{
    public EphemeralResultCoordinator<TInput, TResult> CreateCoordinator(string name = "") => coordinators.Get(name);
}
