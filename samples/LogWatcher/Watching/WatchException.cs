namespace LogWatcher.Watching;

/// <summary>A source cannot be read. The message is one sentence for the user.</summary>
internal sealed class WatchException : Exception
{
    public WatchException(string message)
        : base(message)
    {
    }

    public WatchException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
