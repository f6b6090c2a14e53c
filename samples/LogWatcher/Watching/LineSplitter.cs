using LogWatcher.Formats;

namespace LogWatcher.Watching;

/// <summary>Cuts a stream of bytes into lines, whatever the sizes in which the bytes come.</summary>
/// <remarks>
/// <para>Not thread-safe. A line that lies within one chunk is handed on without a copy.</para>
/// <para>A line longer than the limit is handed on, cut, as soon as the limit is reached; its rest is skipped and the line counted.</para>
/// </remarks>
internal sealed class LineSplitter(LineHandler handler, int maxLineBytes = LineSplitter.DefaultMaxLineBytes)
{
    public const int DefaultMaxLineBytes = 64 * 1_024;

    private byte[] _partial = new byte[Math.Min(1_024, maxLineBytes)];
    private int _partialLength;
    private bool _skipping;
    private bool _isFirstLine = true;

    /// <summary>Gets how many lines were longer than the limit.</summary>
    public long CutLines { get; private set; }

    /// <summary>Takes the next bytes and hands on every line that they complete.</summary>
    public void Append(ReadOnlySpan<byte> chunk)
    {
        while (!chunk.IsEmpty)
        {
            int end = chunk.IndexOf((byte)'\n');
            if (end < 0)
            {
                Hold(chunk);
                return;
            }

            Finish(chunk[..end]);
            chunk = chunk[(end + 1)..];
        }
    }

    /// <summary>Hands on the last line, which no newline ended, and starts over: what comes next is another text.</summary>
    public void Complete()
    {
        if (_partialLength > 0) Finish([]);
        _skipping = false;
        _isFirstLine = true;
    }

    /// <summary>Skips what remains of a line whose start nobody saw.</summary>
    public void SkipToNextLine()
    {
        _skipping = true;
        _isFirstLine = false;
    }

    private void Finish(ReadOnlySpan<byte> end)
    {
        if (_partialLength > 0 && !_skipping)
        {
            Hold(end);
            end = _partial.AsSpan(0, _partialLength);
        }

        _partialLength = 0;
        if (_skipping) _skipping = false;
        else if (end.Length > maxLineBytes) HandOnCut(end);
        else HandOn(end);
    }

    private void Hold(ReadOnlySpan<byte> part)
    {
        if (_skipping) return;
        int length = Math.Min(part.Length, maxLineBytes + 1 - _partialLength);
        if (_partial.Length < _partialLength + length)
            Array.Resize(ref _partial, Math.Min(maxLineBytes + 1, Math.Max(_partial.Length * 2, _partialLength + length)));
        part[..length].CopyTo(_partial.AsSpan(_partialLength));
        _partialLength += length;
        if (_partialLength <= maxLineBytes) return;
        HandOnCut(_partial.AsSpan(0, _partialLength));
        _partialLength = 0;
        _skipping = true;
    }

    private void HandOnCut(ReadOnlySpan<byte> line)
    {
        CutLines++;
        HandOn(Utf8Text.Cut(line, maxLineBytes));
    }

    private void HandOn(ReadOnlySpan<byte> line)
    {
        if (_isFirstLine && line.StartsWith("\uFEFF"u8)) line = line[3..];
        _isFirstLine = false;
        // A file truncated under a writer that keeps its position starts with a hole of zeros.
        if (!line.IsEmpty && line[0] == 0) line = line.TrimStart((byte)0);
        handler(line.TrimEnd((byte)'\r'));
    }
}
