using System.Text;

namespace LogWatcher.Formats;

/// <summary>An event while it is being handed over: nothing of it is a string yet.</summary>
/// <remarks>The spans live until the handler returns. <see cref="ToEvent"/> copies what is to be kept.</remarks>
internal readonly ref struct LogEventView
{
    public required LogLevel Level { get; init; }

    public required string Source { get; init; }

    public required string Format { get; init; }

    public required ReadOnlySpan<byte> Message { get; init; }

    public required ReadOnlySpan<byte> Category { get; init; }

    public required ReadOnlySpan<byte> ExceptionType { get; init; }

    public required ReadOnlySpan<byte> Details { get; init; }

    /// <summary>Copies the event into one that may be kept.</summary>
    public LogEvent ToEvent() => new()
    {
        Level = Level,
        Source = Source,
        Format = Format,
        Message = Encoding.UTF8.GetString(Message),
        Category = Category.IsEmpty ? null : Encoding.UTF8.GetString(Category),
        ExceptionType = ExceptionType.IsEmpty ? null : Encoding.UTF8.GetString(ExceptionType),
        Details = Encoding.UTF8.GetString(Details),
    };
}
