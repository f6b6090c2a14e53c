namespace LogWatcher.Watching;

/// <summary>What happened to a file that is followed.</summary>
internal enum SourceNotice
{
    /// <summary>It does not exist (any more); it is waited for.</summary>
    Missing,

    /// <summary>It was opened.</summary>
    Opened,

    /// <summary>It became shorter or was written anew; it is read from its start again.</summary>
    Truncated,

    /// <summary>Another file has taken its place; the old one was read to its end first.</summary>
    Rotated,

    /// <summary>It exists but cannot be opened for now; the next check tries again.</summary>
    Unreadable,
}
