using System.Buffers;

namespace LogWatcher.Formats;

/// <summary>Recognises the line that opens an exception: <c>Some.TimeoutException: text</c>, with or without <c>Caused by:</c>.</summary>
internal static class ExceptionLine
{
    private static readonly SearchValues<byte> _typeNameBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._$+`"u8);

    /// <summary>Finds the exception's type at the start of a text.</summary>
    public static bool TryGetType(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> type)
    {
        type = default;
        TextCursor cursor = new(text);
        cursor.SkipSpaces();
        if (cursor.TrySkip("Caused by: "u8) || cursor.TrySkip("---> "u8) || cursor.TrySkip("Unhandled exception. "u8)) cursor.SkipSpaces();
        int end = cursor.Rest.IndexOfAny(": \r\n("u8);
        ReadOnlySpan<byte> name = end < 0 ? cursor.Rest : cursor.Rest[..end];
        if (!IsTypeName(name) || (end >= 0 && cursor.Rest[end] == ' ')) return false;
        type = name;
        return true;
    }

    private static bool IsTypeName(ReadOnlySpan<byte> name)
    {
        bool ending = name.EndsWith("Exception"u8) || name.EndsWith("Throwable"u8) || (name.EndsWith("Error"u8) && name.Length > 5);
        if (!ending || !char.IsAsciiLetter((char)name[0])) return false;
        return name.IndexOfAnyExcept(_typeNameBytes) < 0;
    }
}
