namespace LogWatcher.Formats;

/// <summary>One event of a log: a line and the lines that go on with it.</summary>
internal sealed record LogEvent
{
    /// <summary>Gets the level; <see cref="LogLevel.Information"/> where the line does not say.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>Gets the text without the format's prefix.</summary>
    public required string Message { get; init; }

    /// <summary>Gets the name of the source as the user gave it.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the name of the format that recognised the line; <c>text</c> where none did.</summary>
    public required string Format { get; init; }

    /// <summary>Gets the logger, program or module; null where the line does not say.</summary>
    public string? Category { get; init; }

    /// <summary>Gets the exception's type, where a line of the event or a JSON field names one.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>Gets the continuation lines, at most 8 KB of them; empty where there are none.</summary>
    public string Details { get; init; } = "";
}
