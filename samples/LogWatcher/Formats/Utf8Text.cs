namespace LogWatcher.Formats;

/// <summary>What the watcher does to UTF-8 as bytes.</summary>
internal static class Utf8Text
{
    /// <summary>Cuts a text to a number of bytes, never within a character.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int maxBytes)
    {
        if (text.Length <= maxBytes) return text;
        int end = maxBytes;
        while (end > 0 && end > maxBytes - 4 && (text[end] & 0xC0) == 0x80) end--;
        return text[..end];
    }
}
