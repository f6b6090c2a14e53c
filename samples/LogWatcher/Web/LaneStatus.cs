namespace LogWatcher.Web;

/// <summary>What waits and runs in one lane.</summary>
internal sealed record LaneStatus(string Lane, int Pending, int Deferred, int Active, int Limit);
