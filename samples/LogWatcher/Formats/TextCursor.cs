namespace LogWatcher.Formats;

/// <summary>Reads the fields of a line from left to right.</summary>
/// <remarks>Every <c>Try</c> method moves on only when it succeeds.</remarks>
internal ref struct TextCursor(ReadOnlySpan<byte> text)
{
    public ReadOnlySpan<byte> Rest { get; private set; } = text;

    public readonly bool StartsWith(byte value) => !Rest.IsEmpty && Rest[0] == value;

    public void Skip(int count) => Rest = Rest[count..];

    public void SkipSpaces() => Rest = Rest.TrimStart((byte)' ');

    public bool TrySkip(ReadOnlySpan<byte> prefix)
    {
        if (!Rest.StartsWith(prefix)) return false;
        Skip(prefix.Length);
        return true;
    }

    /// <summary>Takes what stands before the next space; the space stays.</summary>
    public bool TryWord(out ReadOnlySpan<byte> word)
    {
        int end = Rest.IndexOf((byte)' ');
        word = end < 0 ? Rest : Rest[..end];
        Skip(word.Length);
        return !word.IsEmpty;
    }

    /// <summary>Takes a bracketed field, which may have brackets within.</summary>
    public bool TryBracketed(out ReadOnlySpan<byte> content)
    {
        content = default;
        if (!StartsWith((byte)'[')) return false;
        int depth = 0;
        for (int i = 0; i < Rest.Length; i++)
        {
            if (Rest[i] == '[') depth++;
            if (Rest[i] != ']' || --depth > 0) continue;
            content = Rest[1..i];
            Skip(i + 1);
            return true;
        }

        return false;
    }

    /// <summary>Takes digits.</summary>
    public bool TryNumber(out int value)
    {
        if (!System.Buffers.Text.Utf8Parser.TryParse(Rest, out value, out int length) || !char.IsAsciiDigit((char)Rest[0])) return false;
        Skip(length);
        return true;
    }

    public bool TryTimestamp()
    {
        int length = Timestamp.LengthOf(Rest);
        if (length == 0) return false;
        Skip(length);
        return true;
    }
}
