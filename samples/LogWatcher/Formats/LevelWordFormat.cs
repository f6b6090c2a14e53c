using System.Buffers;

namespace LogWatcher.Formats;

/// <summary>log4j, logback and their many relatives: a timestamp, some short fields, a level word, a logger, the message.</summary>
/// <remarks>
/// Without a timestamp the level must be the first word and in capitals. In lower case it must stand in brackets or before a
/// colon: "error rate is low" is no error.
/// </remarks>
internal sealed class LevelWordFormat : ILogFormat
{
    private const int MostFieldsBeforeLevel = 4;

    private static readonly SearchValues<byte> _loggerBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._$-/@[]"u8);

    private static readonly SearchValues<byte> _numberBytes = SearchValues.Create("0123456789-#:"u8);

    public string Name => "log4j";

    public bool TryParse(ReadOnlySpan<byte> line, out ParsedLine parsed)
    {
        parsed = default;
        TextCursor cursor = new(line);
        bool timed = cursor.TryTimestamp() || TryBracketedTime(ref cursor);
        if (!TryLevel(ref cursor, timed, out LogLevel level, out ReadOnlySpan<byte> logger)) return false;

        bool dashed = SkipFields(ref cursor, ref logger);
        TakeLogger(ref cursor, dashed, ref logger);
        parsed.Level = level;
        parsed.Category = logger;
        parsed.Message = cursor.Rest;
        return true;
    }

    private static bool TryBracketedTime(scoped ref TextCursor cursor)
    {
        TextCursor ahead = cursor;
        if (!ahead.TryBracketed(out ReadOnlySpan<byte> content) || Timestamp.LengthOf(content) != content.Length) return false;
        if (content.IsEmpty) return false;
        cursor = ahead;
        return true;
    }

    /// <summary>Passes over dashes, numbers, bracketed fields and <c>logger -</c> until the level word.</summary>
    private static bool TryLevel(scoped ref TextCursor cursor, bool timed, out LogLevel level, out ReadOnlySpan<byte> logger)
    {
        logger = default;
        level = LogLevel.None;
        for (int field = 0; field <= MostFieldsBeforeLevel; field++)
        {
            cursor.SkipSpaces();
            if (cursor.TryBracketed(out ReadOnlySpan<byte> content))
            {
                if (LevelNames.TryParse(content.Trim((byte)' '), out level)) return timed || IsUpper(content);
            }
            else if (cursor.TryWord(out ReadOnlySpan<byte> word))
            {
                ReadOnlySpan<byte> name = word.TrimEnd((byte)':');
                if (LevelNames.TryParse(name, out level) && (IsUpper(name) || (timed && name.Length < word.Length))) return true;
                if (cursor.Rest.StartsWith(" - "u8) && IsLoggerName(word)) logger = word;
                else if (!IsDashOrNumber(word)) return false;
            }

            if (!timed) return false;
        }

        return false;
    }

    /// <summary>Passes over thread and process fields. Says whether a <c>---</c> came, after which a logger must follow.</summary>
    private static bool SkipFields(scoped ref TextCursor cursor, scoped ref ReadOnlySpan<byte> category)
    {
        bool dashed = false;
        while (true)
        {
            cursor.SkipSpaces();
            TextCursor ahead = cursor;
            if (ahead.TryBracketed(out ReadOnlySpan<byte> content))
            {
                if (ahead.Rest.StartsWith(" - "u8)) category = LocationIn(content);
            }
            else if (ahead.TryNumber(out _) && ahead.TrySkip(" ---"u8))
            {
                dashed = true;
            }
            else if (!ahead.TrySkip("- "u8))
            {
                return dashed;
            }

            cursor = ahead;
        }
    }

    /// <summary>Reads the class out of a field such as <c>thread/address:Class@line</c>.</summary>
    private static ReadOnlySpan<byte> LocationIn(ReadOnlySpan<byte> field)
    {
        int at = field.LastIndexOf((byte)'@');
        if (at < 0) return default;
        ReadOnlySpan<byte> before = field[..at];
        return before[(before.LastIndexOf((byte)':') + 1)..];
    }

    private static void TakeLogger(scoped ref TextCursor cursor, bool dashed, scoped ref ReadOnlySpan<byte> category)
    {
        TextCursor ahead = cursor;
        if (!category.IsEmpty || !ahead.TryWord(out ReadOnlySpan<byte> word)) return;
        ReadOnlySpan<byte> name = word.TrimEnd((byte)':');
        if (!IsLoggerName(name)) return;
        bool colon = name.Length < word.Length;
        ahead.SkipSpaces();
        bool separated = (colon && (dashed || name.IndexOfAny((byte)'.', (byte)'$') > 0))
            || (!colon && (ahead.TrySkip("- "u8) || (dashed && ahead.TrySkip(": "u8))));
        if (!separated) return;
        ahead.SkipSpaces();
        category = name;
        cursor = ahead;
    }

    private static bool IsLoggerName(ReadOnlySpan<byte> word)
    {
        if (word.IsEmpty || !char.IsAsciiLetter((char)word[0])) return false;
        return word.IndexOfAnyExcept(_loggerBytes) < 0;
    }

    private static bool IsDashOrNumber(ReadOnlySpan<byte> word) => word.IndexOfAnyExcept(_numberBytes) < 0;

    private static bool IsUpper(ReadOnlySpan<byte> word) => !word.ContainsAnyInRange((byte)'a', (byte)'z');
}
