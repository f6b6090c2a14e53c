namespace LogWatcher.Formats;

/// <summary>Finds out how long the timestamp at the start of a text is. The time itself is of no use to the watcher.</summary>
internal static class Timestamp
{
    /// <summary>Gives the length of a leading timestamp with its zone, or 0.</summary>
    /// <remarks>Knows ISO dates with a space or a T, dates with slashes, <c>yyMMdd HHmmss</c>, <c>d Mon yyyy</c> and bare times.</remarks>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !char.IsAsciiDigit((char)text[0])) return 0;
        if (Matches(text, "000000 000000 "u8)) return 13;
        int date = DateLength(text);
        int time = TimeLength(text[date..]);
        return time == 0 ? 0 : date + time + ZoneLength(text[(date + time)..]);
    }

    /// <summary>Gives the length of <c>Mon d HH:mm:ss</c>, the timestamp of classic syslog, or 0.</summary>
    public static int ClassicSyslogLengthOf(ReadOnlySpan<byte> text)
    {
        if (text.Length < 15 || !IsMonth(text) || text[3] != ' ') return 0;
        int day = text[4] == ' ' || char.IsAsciiDigit((char)text[5]) ? 6 : 5;
        if (!char.IsAsciiDigit((char)text[day - 1]) || text[day] != ' ') return 0;
        int time = TimeLength(text[(day + 1)..]);
        return time == 0 ? 0 : day + 1 + time;
    }

    public static bool IsMonth(ReadOnlySpan<byte> text) =>
        text.Length >= 3 && "JanFebMarAprMayJunJulAugSepOctNovDec"u8.IndexOf(text[..3]) % 3 == 0;

    private static int DateLength(ReadOnlySpan<byte> text)
    {
        if (Matches(text, "0000-00-00 "u8) || Matches(text, "0000-00-00T"u8) || Matches(text, "0000/00/00 "u8)) return 11;
        int day = Matches(text, "00 "u8) ? 3 : Matches(text, "0 "u8) ? 2 : 0;
        return day > 0 && IsMonth(text[day..]) && Matches(text[(day + 3)..], " 0000 "u8) ? day + 9 : 0;
    }

    private static int TimeLength(ReadOnlySpan<byte> text)
    {
        if (!Matches(text, "00:00:00"u8)) return 0;
        int length = 8;
        if (length + 1 >= text.Length || text[length] is not ((byte)'.' or (byte)',') || !IsDigit(text[length + 1])) return length;
        length++;
        while (length < text.Length && IsDigit(text[length])) length++;
        return length;
    }

    private static int ZoneLength(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("Z"u8)) return 1;
        int space = text.StartsWith(" "u8) ? 1 : 0;
        ReadOnlySpan<byte> zone = text[space..];
        if (zone.StartsWith("UTC"u8)) return space + 3;
        if (zone.IsEmpty || zone[0] is not ((byte)'+' or (byte)'-')) return 0;
        if (Matches(zone[1..], "00:00"u8)) return space + 6;
        return Matches(zone[1..], "0000"u8) ? space + 5 : 0;
    }

    /// <summary>Compares with a pattern in which 0 stands for any digit.</summary>
    private static bool Matches(ReadOnlySpan<byte> text, ReadOnlySpan<byte> pattern)
    {
        if (text.Length < pattern.Length) return false;
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '0' ? !IsDigit(text[i]) : text[i] != pattern[i]) return false;
        }

        return true;
    }

    private static bool IsDigit(byte value) => char.IsAsciiDigit((char)value);
}
