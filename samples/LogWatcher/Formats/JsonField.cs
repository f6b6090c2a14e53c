namespace LogWatcher.Formats;

/// <summary>What a JSON property means to the watcher.</summary>
internal enum JsonField
{
    Other,
    Level,
    Message,
    Template,
    Category,
    ExceptionType,
    Details,
    Log,
}
