namespace LogWatcher.Watching;

/// <summary>Where the lines of one source go. Calls never overlap.</summary>
internal interface ILineSink
{
    /// <summary>Takes bytes as they were read, of any length.</summary>
    void OnBytes(ReadOnlySpan<byte> bytes);

    /// <summary>Says that the text has ended: a line without a newline is complete, and what comes next is another text.</summary>
    void OnEnd();

    /// <summary>Says that what comes next starts in the middle of a line.</summary>
    void OnMidLine();

    /// <summary>Says that nothing new has come for a while.</summary>
    void OnSettled();

    /// <summary>Says what has happened to the file.</summary>
    void OnNotice(SourceNotice notice);
}
