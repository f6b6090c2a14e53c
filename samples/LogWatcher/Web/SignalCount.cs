namespace LogWatcher.Web;

/// <summary>How often a signal was raised.</summary>
internal sealed record SignalCount(string Signal, long Count);
