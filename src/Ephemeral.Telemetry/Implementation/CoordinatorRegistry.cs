using System.Runtime.CompilerServices;

namespace Ephemeral.Telemetry.Implementation;

/// <summary>The coordinators that an observer has heard of.</summary>
/// <remarks>Thread-safe. Held weakly, as in the core: a coordinator that nobody disposes and nobody refers to ends with its series.</remarks>
internal sealed class CoordinatorRegistry
{
    private const int MaxNames = 100;

    private readonly ConditionalWeakTable<ObservedCoordinator, CoordinatorState> _states = [];
    private readonly ConditionalWeakTable<ObservedCoordinator, CoordinatorState>.CreateValueCallback _create;
    private readonly BoundedNames _names = new(MaxNames);

    public CoordinatorRegistry() => _create = coordinator => new(coordinator, _names.Of(coordinator.Name));

    /// <summary>Gets the live coordinators with what is said of them.</summary>
    public IEnumerable<KeyValuePair<ObservedCoordinator, CoordinatorState>> Live => _states.Where(static entry => entry.Value.IsLive);

    public CoordinatorState this[ObservedCoordinator coordinator] => _states.GetValue(coordinator, _create);
}
