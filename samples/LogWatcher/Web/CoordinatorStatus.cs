namespace LogWatcher.Web;

/// <summary>What a coordinator has done and has to do.</summary>
internal sealed record CoordinatorStatus(
    string Name,
    long Enqueued,
    int Pending,
    int Active,
    long Completed,
    long Failed,
    long Cancelled,
    long Skipped,
    long Dropped,
    IReadOnlyList<LaneStatus> Lanes);
