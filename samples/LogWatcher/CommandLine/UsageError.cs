namespace LogWatcher.CommandLine;

/// <summary>Why a command line was not understood.</summary>
/// <param name="Message">One sentence: what was wrong, the value seen, what to do.</param>
internal sealed record UsageError(string Message);
