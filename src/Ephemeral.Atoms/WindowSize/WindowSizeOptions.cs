namespace Ephemeral.Atoms;

/// <summary>The commands and the limits of a <see cref="WindowSizeAtom"/>.</summary>
/// <remarks>Read once, by the constructor of the atom, which reports every fault in one <see cref="ArgumentException"/>.</remarks>
public sealed class WindowSizeOptions
{
    /// <summary>Gets the command that sets the capacity.</summary>
    /// <value>The default is <c>window.size.set</c>.</value>
    public string SetCapacityCommand { get; init; } = "window.size.set";

    /// <summary>Gets the command that adds to the capacity.</summary>
    /// <value>The default is <c>window.size.increase</c>.</value>
    public string IncreaseCapacityCommand { get; init; } = "window.size.increase";

    /// <summary>Gets the command that takes from the capacity.</summary>
    /// <value>The default is <c>window.size.decrease</c>.</value>
    public string DecreaseCapacityCommand { get; init; } = "window.size.decrease";

    /// <summary>Gets the command that sets the retention.</summary>
    /// <value>The default is <c>window.time.set</c>.</value>
    public string SetRetentionCommand { get; init; } = "window.time.set";

    /// <summary>Gets the command that adds to the retention.</summary>
    /// <value>The default is <c>window.time.increase</c>.</value>
    public string IncreaseRetentionCommand { get; init; } = "window.time.increase";

    /// <summary>Gets the command that takes from the retention.</summary>
    /// <value>The default is <c>window.time.decrease</c>.</value>
    public string DecreaseRetentionCommand { get; init; } = "window.time.decrease";

    /// <summary>Gets the least capacity that a command can bring about.</summary>
    /// <value>The default is 16; at least 1.</value>
    public int MinCapacity { get; init; } = 16;

    /// <summary>Gets the greatest capacity that a command can bring about.</summary>
    /// <value>The default is 50,000; at least <see cref="MinCapacity"/>.</value>
    public int MaxCapacity { get; init; } = 50_000;

    /// <summary>Gets the shortest retention that a command can bring about.</summary>
    /// <value>The default is 5 seconds; positive.</value>
    public TimeSpan MinRetention { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the longest retention that a command can bring about.</summary>
    /// <value>The default is 1 hour; at least <see cref="MinRetention"/>.</value>
    public TimeSpan MaxRetention { get; init; } = TimeSpan.FromHours(1);
}
