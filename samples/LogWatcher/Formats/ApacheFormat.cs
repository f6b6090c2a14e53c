namespace LogWatcher.Formats;

/// <summary>The Apache error log: <c>[day time year] [level] message</c>, or <c>[module:level] [pid 1:tid 2]</c> since 2.4.</summary>
internal sealed class ApacheFormat : ILogFormat
{
    public string Name => "apache";

    public bool TryParse(ReadOnlySpan<byte> line, out ParsedLine parsed)
    {
        parsed = default;
        TextCursor cursor = new(line);
        if (!cursor.TryBracketed(out ReadOnlySpan<byte> time) || !IsTime(time)) return false;
        cursor.SkipSpaces();
        if (!cursor.TryBracketed(out ReadOnlySpan<byte> name)) return false;
        int colon = name.LastIndexOf((byte)':');
        if (!LevelNames.TryParse(name[(colon + 1)..], out LogLevel level)) return false;

        cursor.SkipSpaces();
        if (cursor.Rest.StartsWith("[pid "u8) && cursor.TryBracketed(out _)) cursor.SkipSpaces();
        parsed.Level = level;
        parsed.Category = colon > 0 ? name[..colon] : default;
        parsed.Message = cursor.Rest;
        return true;
    }

    private static bool IsTime(ReadOnlySpan<byte> time) => time.Length >= 20 && time[3] == ' ' && Timestamp.IsMonth(time[4..]);
}
