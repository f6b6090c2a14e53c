using Ephemeral;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a named registration returns: its name, and the services for whatever follows.</summary>
/// <typeparam name="T">The type of the coordinator's items.</typeparam>
public interface IEphemeralCoordinatorBuilder<T>
{
    /// <summary>Gets the name for <see cref="IEphemeralCoordinatorFactory{T}.CreateCoordinator"/>.</summary>
    string Name { get; }

    /// <summary>Gets the services.</summary>
    IServiceCollection Services { get; }
}
