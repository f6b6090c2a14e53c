namespace LogWatcher.Formats;

/// <summary>The default of Serilog's console sink: <c>[HH:mm:ss LVL] message</c>.</summary>
internal sealed class SerilogConsoleFormat : ILogFormat
{
    public string Name => "serilog";

    public bool TryParse(ReadOnlySpan<byte> line, out ParsedLine parsed)
    {
        parsed = default;
        TextCursor cursor = new(line);
        if (!cursor.TryBracketed(out ReadOnlySpan<byte> head)) return false;
        TextCursor inner = new(head);
        if (!inner.TryTimestamp() || !inner.TrySkip(" "u8) || !LevelNames.TryParse(inner.Rest, out LogLevel level)) return false;

        cursor.SkipSpaces();
        parsed.Level = level;
        parsed.Message = cursor.Rest;
        return true;
    }
}
