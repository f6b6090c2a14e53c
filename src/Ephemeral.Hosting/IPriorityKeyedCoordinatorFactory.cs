namespace Ephemeral;

/// <summary>Gives the priority coordinators with keys of one item type that were registered under names.</summary>
/// <inheritdoc cref="IEphemeralCoordinatorFactory{T}"/>
/// <typeparam name="T">The type of the items.</typeparam>
/// <typeparam name="TKey">The type of the keys.</typeparam>
public interface IPriorityKeyedCoordinatorFactory<T, TKey>
    where TKey : notnull
{
    /// <inheritdoc cref="IEphemeralCoordinatorFactory{T}.CreateCoordinator"/>
    PriorityKeyedWorkCoordinator<T, TKey> CreateCoordinator(string name = "");
}
