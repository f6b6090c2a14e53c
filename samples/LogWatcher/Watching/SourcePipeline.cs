using System.Text;
using System.Text.Unicode;
using LogWatcher.Formats;

namespace LogWatcher.Watching;

/// <summary>Takes the bytes of one source through lines to events, and counts.</summary>
internal sealed class SourcePipeline : ILineSink
{
    private readonly LineSplitter _splitter;
    private readonly LogEventReader _reader;
    private readonly SourceCounters _counters;
    private readonly Action<SourceNotice>? _noticed;

    public SourcePipeline(string source, int maxLineBytes, LogEventHandler handler, Action<SourceNotice>? noticed = null)
    {
        _splitter = new LineSplitter(OnLine, maxLineBytes);
        _reader = new LogEventReader(source, handler);
        _counters = new SourceCounters(source);
        _noticed = noticed;
    }

    public SourceSummary Summarise() => _counters.Summarise();

    public void OnBytes(ReadOnlySpan<byte> bytes)
    {
        _splitter.Append(bytes);
        _counters.SetLosses(_splitter.CutLines, _reader.LateLines);
    }

    public void OnEnd()
    {
        _splitter.Complete();
        _reader.Flush();
        _counters.SetLosses(_splitter.CutLines, _reader.LateLines);
    }

    public void OnMidLine() => _splitter.SkipToNextLine();

    public void OnSettled() => _reader.Flush();

    public void OnNotice(SourceNotice notice)
    {
        _counters.AddNotice(notice);
        _noticed?.Invoke(notice);
    }

    private void OnLine(ReadOnlySpan<byte> line)
    {
        bool isValid = Utf8.IsValid(line);
        if (!isValid) line = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line));
        LogLevel level = _reader.Append(line);
        _counters.AddLine(level, !isValid);
    }
}
