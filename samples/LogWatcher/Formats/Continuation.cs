namespace LogWatcher.Formats;

/// <summary>Tells the lines that go on with the event before them from those that begin one.</summary>
internal static class Continuation
{
    /// <summary>Says whether a line is indented, empty, or part of a stack trace.</summary>
    public static bool Is(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty) return true;
        return line[0] switch
        {
            (byte)' ' or (byte)'\t' => true,
            (byte)'a' => line.StartsWith("at "u8),
            (byte)'C' => line.StartsWith("Caused by:"u8),
            (byte)'S' => line.StartsWith("Suppressed:"u8),
            (byte)'T' => line.StartsWith("Traceback (most recent call last)"u8),
            (byte)'-' => line.StartsWith("--- End of"u8) || line.StartsWith("---> "u8),
            (byte)'.' => IsMore(line),
            _ => false,
        };
    }

    /// <summary>Recognises <c>... 12 more</c>.</summary>
    private static bool IsMore(ReadOnlySpan<byte> line)
    {
        TextCursor cursor = new(line);
        return cursor.TrySkip("... "u8) && cursor.TryNumber(out _) && cursor.TrySkip(" more"u8);
    }
}
