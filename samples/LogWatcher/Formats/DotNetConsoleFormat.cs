namespace LogWatcher.Formats;

/// <summary>The default .NET console logger: <c>fail: Category[0]</c>, with the message indented on the lines below.</summary>
internal sealed class DotNetConsoleFormat : ILogFormat
{
    public string Name => "dotnet";

    public bool TryParse(ReadOnlySpan<byte> line, out ParsedLine parsed)
    {
        parsed = default;
        if (line.Length < 10 || line[4] != ':' || line[5] != ' ' || line[^1] != ']') return false;
        LogLevel level = LevelOf(line[..4]);
        ReadOnlySpan<byte> category = line[6..];
        int bracket = category.LastIndexOf((byte)'[');
        if (level == LogLevel.None || bracket <= 0 || category.Contains((byte)' ')) return false;

        parsed.Level = level;
        parsed.Category = category[..bracket];
        return true;
    }

    private static LogLevel LevelOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("info"u8)) return LogLevel.Information;
        if (name.SequenceEqual("warn"u8)) return LogLevel.Warning;
        if (name.SequenceEqual("fail"u8)) return LogLevel.Error;
        if (name.SequenceEqual("crit"u8)) return LogLevel.Critical;
        if (name.SequenceEqual("dbug"u8)) return LogLevel.Debug;
        return name.SequenceEqual("trce"u8) ? LogLevel.Trace : LogLevel.None;
    }
}
