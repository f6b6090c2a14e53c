namespace Ephemeral;

/// <summary>Gives the priority coordinators of one item type that were registered under names.</summary>
/// <inheritdoc cref="IEphemeralCoordinatorFactory{T}"/>
/// <typeparam name="T">The type of the items.</typeparam>
public interface IPriorityCoordinatorFactory<T>
{
    /// <inheritdoc cref="IEphemeralCoordinatorFactory{T}.CreateCoordinator"/>
    PriorityWorkCoordinator<T> CreateCoordinator(string name = "");
}
