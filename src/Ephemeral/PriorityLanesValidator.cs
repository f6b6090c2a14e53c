using Ephemeral.Internal;

namespace Ephemeral;

/// <summary>The one place that says which lanes are valid.</summary>
internal static class PriorityLanesValidator
{
    /// <summary>Returns what is wrong: "{Name} {Fault}" is a sentence without its full stop.</summary>
    public static IEnumerable<(string Name, string Fault)> Check(IReadOnlyList<PriorityLane> lanes)
    {
        if (lanes.Count > LaneText.MaxLanes) yield return ("Lanes", $"must be at most {LaneText.MaxLanes} but were {lanes.Count}");
        HashSet<string> names = [];
        for (int rank = 0; rank < lanes.Count; rank++)
        {
            PriorityLane lane = lanes[rank];
            if (lane is null)
            {
                yield return ($"lane {rank}", "must be set but was null");
                continue;
            }

            string name = $"lane '{lane.LaneName}'";
            _ = LaneText.Parse(lane.Name ?? "", out string? fault);
            if (fault is not null) yield return ($"lane {rank}", $"is not valid: {fault.TrimEnd('.')}");
            else if (!names.Add(lane.LaneName)) yield return (name, "is declared twice");
            if (lane.CancelOnSignals?.Any(string.IsNullOrWhiteSpace) == true || lane.DeferOnSignals?.Any(string.IsNullOrWhiteSpace) == true)
                yield return (name, "has a signal set with a null or blank entry");
            if (lane.DeferCheckInterval < TimeSpan.Zero) yield return (name, $"has a DeferCheckInterval that must not be negative but was {lane.DeferCheckInterval}");
            if (lane.MaxDeferAttempts < 0) yield return (name, $"has MaxDeferAttempts that must be at least 0 but was {lane.MaxDeferAttempts}");
        }
    }
}
