namespace Ephemeral;

/// <summary>A live coordinator as an observer sees it: its names, and its state on demand.</summary>
/// <remarks>Thread-safe. Reading is a snapshot taken under the coordinator's lock; it runs no user code.</remarks>
public abstract class ObservedCoordinator
{
    private protected ObservedCoordinator()
    {
    }

    /// <summary>Gets the configured name; the item type's name unless one was given. Several coordinators may share one.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the kind of coordinator, such as <c>work</c>, <c>keyed</c>, <c>priority</c> or <c>jobs</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Gets the names of the declared lanes in rank order; empty without lanes.</summary>
    public abstract IReadOnlyList<string> Lanes { get; }

    /// <summary>Gets how many operations the window holds now, finished ones included.</summary>
    public abstract int Tracked { get; }

    /// <summary>Gets how many distinct keys have items waiting or running.</summary>
    /// <value>Null for a coordinator without keys.</value>
    public abstract int? ActiveKeys { get; }

    /// <summary>Reads queue and concurrency now: one entry for each lane, or a single one without a lane name.</summary>
    public abstract IReadOnlyList<LaneMeasurement> MeasureLanes();

    /// <summary>Returns the key of an operation in the window as text.</summary>
    /// <returns>Null when the operation is unknown or has no key.</returns>
    public abstract string? GetKey(long operationId);
}
