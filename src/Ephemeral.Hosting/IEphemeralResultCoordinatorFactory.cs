namespace Ephemeral;

/// <summary>Gives the coordinators with results that were registered under names.</summary>
/// <inheritdoc cref="IEphemeralCoordinatorFactory{T}"/>
/// <typeparam name="TInput">The type of the items.</typeparam>
/// <typeparam name="TResult">The type of the results.</typeparam>
public interface IEphemeralResultCoordinatorFactory<TInput, TResult>
{
    /// <inheritdoc cref="IEphemeralCoordinatorFactory{T}.CreateCoordinator"/>
    EphemeralResultCoordinator<TInput, TResult> CreateCoordinator(string name = "");
}
