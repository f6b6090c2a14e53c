namespace LogWatcher.Formats;

/// <summary>Finds the format of a line. The format of the line before is tried first: files seldom mix them.</summary>
/// <remarks>Not thread-safe: one for each source. The formats refuse each other's lines, so the order changes the cost only.</remarks>
internal sealed class LogFormatDetector
{
    private readonly ILogFormat[] _formats =
    [
        new LevelWordFormat(),
        new JsonFormat(),
        new ApacheFormat(),
        new SerilogConsoleFormat(),
        new SyslogFormat(),
        new DotNetConsoleFormat(),
    ];

    /// <summary>Takes a line apart with the first format that accepts it.</summary>
    public bool TryParse(ReadOnlySpan<byte> line, out ParsedLine parsed, out string format)
    {
        for (int i = 0; i < _formats.Length; i++)
        {
            if (!_formats[i].TryParse(line, out parsed)) continue;
            format = _formats[i].Name;
            if (i > 0) (_formats[0], _formats[i]) = (_formats[i], _formats[0]);
            return true;
        }

        parsed = default;
        format = "text";
        return false;
    }
}
