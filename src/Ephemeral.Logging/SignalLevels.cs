using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>Reads a level off a signal's name.</summary>
internal static class SignalLevels
{
    /// <summary>Takes it from the first segment, behind <c>log.</c> from the second; what names no level is information.</summary>
    public static LogLevel Of(ReadOnlySpan<char> signal)
    {
        ReadOnlySpan<char> first = Segment(signal);
        if (!Is(first, "log")) return LevelOf(first);
        return first.Length == signal.Length ? LogLevel.Information : LevelOf(Segment(signal[(first.Length + 1)..]));
    }

    private static LogLevel LevelOf(ReadOnlySpan<char> segment) =>
        Is(segment, "fatal") || Is(segment, "critical") ? LogLevel.Critical
        : Is(segment, "error") ? LogLevel.Error
        : Is(segment, "warn") || Is(segment, "warning") ? LogLevel.Warning
        : Is(segment, "debug") ? LogLevel.Debug
        : Is(segment, "trace") ? LogLevel.Trace
        : LogLevel.Information;

    private static ReadOnlySpan<char> Segment(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAny('.', ':');
        return end < 0 ? text : text[..end];
    }

    private static bool Is(ReadOnlySpan<char> segment, string name) => segment.Equals(name, StringComparison.OrdinalIgnoreCase);
}
