namespace Ephemeral.Hosting.Configuration;

/// <summary>What code says of a coordinator, as far as it is known before the coordinator is made.</summary>
/// <param name="Options">The options; null for the defaults, or when only the maker knows them.</param>
internal sealed record CodedOptions(EphemeralOptions? Options)
{
    /// <summary>Gets whether the kind has lanes.</summary>
    public bool HasLanes { get; private init; }

    /// <summary>Gets the lanes; null when the kind has none, or when only the maker knows them.</summary>
    public IReadOnlyList<PriorityLane>? Lanes { get; init; }

    /// <summary>Gets what is known of a priority coordinator that a factory makes: that it has lanes.</summary>
    public static CodedOptions LanesUnknown { get; } = new(Options: null) { HasLanes = true };

    public static CodedOptions WithLanes(EphemeralOptions? options, IReadOnlyList<PriorityLane>? lanes) =>
        new(options) { HasLanes = true, Lanes = lanes is { Count: > 0 } ? lanes : [new("normal")] };
}
