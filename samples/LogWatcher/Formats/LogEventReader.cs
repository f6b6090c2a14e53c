using System.Buffers;

namespace LogWatcher.Formats;

/// <summary>Turns the lines of one source into events, joining continuation lines to the event before them.</summary>
/// <remarks>
/// <para>Not thread-safe. An event is handed over when the next one begins, or at <see cref="Flush"/>.</para>
/// <para>Buffers are reused: reading allocates nothing per line.</para>
/// </remarks>
internal sealed class LogEventReader(string source, LogEventHandler handler)
{
    private const int MaxDetailBytes = 8 * 1_024;

    private readonly LogFormatDetector _detector = new();
    private readonly ArrayBufferWriter<byte> _message = new(1_024);
    private readonly ArrayBufferWriter<byte> _category = new(128);
    private readonly ArrayBufferWriter<byte> _exceptionType = new(128);
    private readonly ArrayBufferWriter<byte> _details = new(1_024);
    private LogLevel _level;
    private string _format = "text";
    private bool _isOpen;
    private bool _hasBegun;
    private bool _isRecognised;

    /// <summary>Gets how many continuation lines came after their event had been handed over; they are dropped.</summary>
    public long LateLines { get; private set; }

    /// <summary>Takes a line. Gives the level of the event that it begins, or <see cref="LogLevel.None"/> where it continues one.</summary>
    public LogLevel Append(ReadOnlySpan<byte> line)
    {
        if (Continuation.Is(line) && (_hasBegun || line.IsEmpty)) return Continue(line);
        bool recognised = _detector.TryParse(line, out ParsedLine parsed, out string format);
        if (!recognised && _isRecognised && ExceptionLine.TryGetType(line, out _)) return Continue(line);

        Flush();
        if (!recognised)
        {
            parsed.Level = LogLevel.Information;
            parsed.Message = line;
        }

        Begin(parsed, format, recognised);
        return parsed.Level;
    }

    /// <summary>Hands over the event that is still open, because no more lines are expected.</summary>
    public void Flush()
    {
        if (!_isOpen) return;
        _isOpen = false;
        ReadOnlySpan<byte> exceptionType = _exceptionType.WrittenSpan;
        if (exceptionType.IsEmpty && _level >= LogLevel.Warning) _ = ExceptionLine.TryGetType(_message.WrittenSpan, out exceptionType);
        handler(new LogEventView
        {
            Level = _level,
            Source = source,
            Format = _format,
            Message = _message.WrittenSpan,
            Category = _category.WrittenSpan,
            ExceptionType = exceptionType,
            Details = _details.WrittenSpan,
        });
    }

    private void Begin(in ParsedLine parsed, string format, bool recognised)
    {
        _level = parsed.Level;
        _format = format;
        _isRecognised = recognised;
        _isOpen = _hasBegun = true;
        Set(_message, parsed.Message.Trim((byte)' '));
        Set(_category, parsed.Category);
        Set(_exceptionType, parsed.ExceptionType);
        _details.ResetWrittenCount();
        AppendDetails(parsed.Details);
    }

    private LogLevel Continue(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty) return LogLevel.None;
        if (!_isOpen)
        {
            LateLines++;
            return LogLevel.None;
        }

        if (_message.WrittenCount == 0) Set(_message, line.Trim(" \t"u8));
        else AppendDetails(line);
        if (_exceptionType.WrittenCount == 0 && ExceptionLine.TryGetType(line, out ReadOnlySpan<byte> type)) Set(_exceptionType, type);
        return LogLevel.None;
    }

    private void AppendDetails(ReadOnlySpan<byte> text)
    {
        int room = MaxDetailBytes - _details.WrittenCount - 1;
        if (text.IsEmpty || room <= 0) return;
        if (_details.WrittenCount > 0) _details.Write("\n"u8);
        _details.Write(Utf8Text.Cut(text, room));
    }

    private static void Set(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> text)
    {
        buffer.ResetWrittenCount();
        buffer.Write(text);
    }
}
