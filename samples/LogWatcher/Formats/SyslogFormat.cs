namespace LogWatcher.Formats;

/// <summary>Syslog as it lies in files: classic and ISO timestamps, with or without the priority, and the form of RFC 5424.</summary>
/// <remarks>The level is the priority's severity; without one, a leading <c>error:</c> and the like; else information.</remarks>
internal sealed class SyslogFormat : ILogFormat
{
    public string Name => "syslog";

    public bool TryParse(ReadOnlySpan<byte> line, out ParsedLine parsed)
    {
        parsed = default;
        TextCursor cursor = new(line);
        bool hasPriority = TryPriority(ref cursor, out int priority);
        if (hasPriority && cursor.TrySkip("1 "u8)) return TryStructured(cursor, priority, out parsed);

        bool classic = TryClassicTime(ref cursor);
        if (!classic && !cursor.TryTimestamp() && !hasPriority) return false;
        cursor.SkipSpaces();
        if (!cursor.TryWord(out ReadOnlySpan<byte> host) || LevelNames.TryParse(host.Trim("[]:"u8), out _)) return false;
        cursor.SkipSpaces();
        if (!TryTag(ref cursor, out parsed.Category) && !classic) return false;

        parsed.Message = cursor.Rest;
        parsed.Level = hasPriority ? LevelNames.FromSyslogSeverity(priority & 7) : LeadingLevel(cursor.Rest);
        return true;
    }

    private static bool TryPriority(scoped ref TextCursor cursor, out int priority)
    {
        TextCursor ahead = cursor;
        priority = 0;
        if (!ahead.TrySkip("<"u8) || !ahead.TryNumber(out priority) || priority > 191 || !ahead.TrySkip(">"u8)) return false;
        cursor = ahead;
        return true;
    }

    private static bool TryClassicTime(scoped ref TextCursor cursor)
    {
        int length = Timestamp.ClassicSyslogLengthOf(cursor.Rest);
        if (length > 0) cursor.Skip(length);
        return length > 0;
    }

    /// <summary>Takes <c>program[pid]:</c>. A line such as "last message repeated 3 times" has none.</summary>
    private static bool TryTag(scoped ref TextCursor cursor, out ReadOnlySpan<byte> program)
    {
        program = default;
        ReadOnlySpan<byte> rest = cursor.Rest;
        int end = rest.IndexOf(":"u8);
        if (end <= 0 || (end + 1 < rest.Length && rest[end + 1] != ' ')) return false;
        ReadOnlySpan<byte> tag = rest[..end];
        int nameEnd = tag.IndexOfAny((byte)'[', (byte)' ');
        program = nameEnd > 0 ? tag[..nameEnd] : tag;
        if (tag.Count((byte)' ') > 1 || (tag.Contains((byte)' ') && !char.IsAsciiDigit((char)tag[^1]))) return false;
        cursor.Skip(end + 1);
        cursor.SkipSpaces();
        return true;
    }

    private static LogLevel LeadingLevel(ReadOnlySpan<byte> message)
    {
        int colon = message.IndexOf((byte)':');
        return colon > 0 && LevelNames.TryParse(message[..colon], out LogLevel level) ? level : LogLevel.Information;
    }

    private static bool TryStructured(TextCursor cursor, int priority, out ParsedLine parsed)
    {
        parsed = default;
        if (!cursor.TryWord(out _) || !TryField(ref cursor, out _) || !TryField(ref cursor, out ReadOnlySpan<byte> program)) return false;
        if (!TryField(ref cursor, out _) || !TryField(ref cursor, out _)) return false;
        cursor.SkipSpaces();
        if (!cursor.TrySkip("-"u8))
            while (cursor.TryBracketed(out _)) { }

        cursor.SkipSpaces();
        _ = cursor.TrySkip("\uFEFF"u8);
        parsed.Level = LevelNames.FromSyslogSeverity(priority & 7);
        parsed.Category = program.SequenceEqual("-"u8) ? default : program;
        parsed.Message = cursor.Rest;
        return true;
    }

    private static bool TryField(scoped ref TextCursor cursor, out ReadOnlySpan<byte> field)
    {
        cursor.SkipSpaces();
        return cursor.TryWord(out field);
    }
}
