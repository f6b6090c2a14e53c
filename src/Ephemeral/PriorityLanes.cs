using Ephemeral.Engine.Queues;

namespace Ephemeral;

/// <summary>The lanes of a priority coordinator, checked once and found by name.</summary>
internal sealed class PriorityLanes
{
    private readonly Dictionary<string, int> _ranks = [];

    public PriorityLanes(IReadOnlyList<PriorityLane>? lanes)
    {
        Lanes = lanes is { Count: > 0 } ? [.. lanes] : [new PriorityLane("normal")];
        Faults = [.. PriorityLanesValidator.Check(Lanes)];
        for (int rank = 0; rank < Lanes.Count; rank++)
        {
            if (Lanes[rank]?.Name is not { } text) continue;
            _ranks.TryAdd(Lanes[rank].LaneName, rank);
            _ranks.TryAdd(text, rank);
        }
    }

    public IReadOnlyList<PriorityLane> Lanes { get; }

    /// <summary>Gets what is wrong with them: reported together with what is wrong with the coordinator's options.</summary>
    public IReadOnlyList<(string Name, string Fault)> Faults { get; }

    public IReadOnlyList<LaneRule> Rules =>
        [.. Lanes.Select(static lane => new LaneRule(lane.LaneName, lane.MaxConcurrency ?? int.MaxValue, lane.MaxDepth is > 0 and { } depth ? depth : int.MaxValue))];

    /// <summary>Returns the rank of a lane; its name may carry the number that it was declared with.</summary>
    public int RankOf(string laneName)
    {
        ArgumentNullException.ThrowIfNull(laneName);
        return _ranks.TryGetValue(laneName, out int rank)
            ? rank
            : throw new ArgumentException($"There is no lane '{laneName}'. The lanes are {string.Join(", ", Lanes.Select(static lane => $"'{lane.LaneName}'"))}.", nameof(laneName));
    }
}
