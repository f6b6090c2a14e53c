using Ephemeral.Engine.Queues;
using Ephemeral.Internal;

namespace Ephemeral;

/// <summary>The lanes of a priority coordinator, checked once and found by name.</summary>
internal sealed class PriorityLanes
{
    private readonly Dictionary<string, int> _ranks = [];

    public PriorityLanes(IReadOnlyList<PriorityLane>? lanes)
    {
        Lanes = lanes is { Count: > 0 } ? [.. lanes] : [new PriorityLane("normal")];
        if (Lanes.Count > LaneQueue<int>.MaxLanes) Add(nameof(Lanes), $"must be at most {LaneQueue<int>.MaxLanes} but were {Lanes.Count}");
        for (int rank = 0; rank < Lanes.Count; rank++) Check(rank);
    }

    public IReadOnlyList<PriorityLane> Lanes { get; }

    /// <summary>Gets what is wrong with them: reported together with what is wrong with the coordinator's options.</summary>
    public List<(string Name, string Fault)> Faults { get; } = [];

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

    private void Add(string name, string fault) => Faults.Add((name, fault));

    private void Check(int rank)
    {
        PriorityLane lane = Lanes[rank];
        if (lane is null)
        {
            Add($"lane {rank}", "must be set but was null");
            return;
        }

        _ = LaneText.Parse(lane.Name ?? "", out string? fault);
        if (fault is not null) Add($"lane {rank}", $"is not valid: {fault.TrimEnd('.')}");
        else if (!_ranks.TryAdd(lane.LaneName, rank)) Add($"lane '{lane.LaneName}'", "is declared twice");
        if (lane.CancelOnSignals?.Any(string.IsNullOrWhiteSpace) == true || lane.DeferOnSignals?.Any(string.IsNullOrWhiteSpace) == true)
            Add($"lane '{lane.LaneName}'", "has a signal set with a null or blank entry");
        if (lane.DeferCheckInterval < TimeSpan.Zero) Add($"lane '{lane.LaneName}'", $"has a DeferCheckInterval that must not be negative but was {lane.DeferCheckInterval}");
        if (lane.MaxDeferAttempts < 0) Add($"lane '{lane.LaneName}'", $"has MaxDeferAttempts that must be at least 0 but was {lane.MaxDeferAttempts}");
        if (lane.Name is { } text && text != lane.LaneName && fault is null) _ranks.TryAdd(text, rank);
    }
}
