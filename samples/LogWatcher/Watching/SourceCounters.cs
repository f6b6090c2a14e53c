namespace LogWatcher.Watching;

/// <summary>Counts what is read of one source. The reader writes, any thread may take a summary.</summary>
internal sealed class SourceCounters(string source)
{
    private readonly Lock _gate = new();
    private readonly long[] _events = new long[(int)LogLevel.None]; // guarded by _gate, as is all below
    private long _lines;
    private long _invalidLines;
    private long _cutLines;
    private long _lateLines;
    private long _truncations;
    private long _rotations;

    /// <summary>Counts a line and the event that it begins; <see cref="LogLevel.None"/> begins none.</summary>
    public void AddLine(LogLevel level, bool isInvalid)
    {
        lock (_gate)
        {
            _lines++;
            if (isInvalid) _invalidLines++;
            if (level != LogLevel.None) _events[(int)level]++;
        }
    }

    public void SetLosses(long cutLines, long lateLines)
    {
        lock (_gate) (_cutLines, _lateLines) = (cutLines, lateLines);
    }

    public void AddNotice(SourceNotice notice)
    {
        lock (_gate)
        {
            if (notice == SourceNotice.Truncated) _truncations++;
            else if (notice == SourceNotice.Rotated) _rotations++;
        }
    }

    public SourceSummary Summarise()
    {
        lock (_gate)
        {
            return new SourceSummary
            {
                Source = source,
                Lines = _lines,
                Events = [.. _events],
                CutLines = _cutLines,
                InvalidLines = _invalidLines,
                LateLines = _lateLines,
                Truncations = _truncations,
                Rotations = _rotations,
            };
        }
    }
}
