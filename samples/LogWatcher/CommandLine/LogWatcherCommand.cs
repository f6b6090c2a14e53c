namespace LogWatcher.CommandLine;

/// <summary>What the user asked for.</summary>
internal enum LogWatcherCommand
{
    /// <summary>No command: the demo service, which makes its own log.</summary>
    Demo,

    /// <summary>Read log files.</summary>
    Watch,

    /// <summary>Print the help.</summary>
    Help,

    /// <summary>Print the version.</summary>
    Version,
}
