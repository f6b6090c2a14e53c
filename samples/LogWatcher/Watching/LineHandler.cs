namespace LogWatcher.Watching;

/// <summary>Takes one line without its end. The bytes live until the handler returns.</summary>
internal delegate void LineHandler(ReadOnlySpan<byte> line);
