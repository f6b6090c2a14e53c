namespace LogWatcher.Formats;

/// <summary>The parts of a line, as UTF-8; empty where the line does not say.</summary>
internal ref struct ParsedLine
{
    public LogLevel Level;
    public ReadOnlySpan<byte> Category;
    public ReadOnlySpan<byte> Message;
    public ReadOnlySpan<byte> ExceptionType;
    public ReadOnlySpan<byte> Details;
}
