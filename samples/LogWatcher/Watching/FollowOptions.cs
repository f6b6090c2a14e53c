namespace LogWatcher.Watching;

/// <summary>How sources are read.</summary>
internal sealed class FollowOptions
{
    /// <summary>Gets whether to stop at the end of the file instead of waiting for more.</summary>
    /// <value>The default is false.</value>
    public bool Once { get; init; }

    /// <summary>Gets whether to start at the end of a file that exists at the start.</summary>
    /// <value>The default is false: from its beginning.</value>
    public bool FromEnd { get; init; }

    /// <summary>Gets how long to wait for a change before looking at the file anyway.</summary>
    /// <value>The default is one second. Changes are reported by the system; this covers file systems that report none.</value>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets how long the last event waits for continuation lines before it is handed over.</summary>
    /// <value>The default is 200 ms.</value>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets the longest line in bytes. Longer ones are cut and counted.</summary>
    /// <value>The default is 64 KB.</value>
    public int MaxLineBytes { get; init; } = LineSplitter.DefaultMaxLineBytes;

    /// <summary>Gets the clock of the timers.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets what reports changes of files.</summary>
    public IFileChangeSource Changes { get; init; } = new DirectoryChangeSource();
}
