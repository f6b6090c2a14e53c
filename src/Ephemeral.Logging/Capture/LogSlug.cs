using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>The grammar of log signals: <c>log.{level}.{category}.{event}[:{exceptionType}]</c>.</summary>
internal static class LogSlug
{
    private const string Nothing = "none";

    public static string SignalOf(string category, LogLevel level, EventId eventId, Type? exceptionType)
    {
        StringBuilder signal = new("log.", 64);
        signal.Append(LevelOf(level)).Append('.');
        AppendTo(signal, category);
        signal.Append('.');
        AppendTo(signal, eventId.Name ?? (eventId.Id == 0 ? Nothing : KeyOf(eventId)));
        if (exceptionType is not null) AppendTo(signal.Append(':'), exceptionType.Name);
        return signal.ToString();
    }

    public static string KeyOf(EventId eventId) => eventId.Name ?? eventId.Id.ToString(CultureInfo.InvariantCulture);

    public static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "information",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        LogLevel.Critical => "critical",
        _ => Nothing,
    };

    /// <summary>Appends the letters and digits, lower-cased, with one dash for whatever stands between them.</summary>
    public static void AppendTo(StringBuilder target, string text)
    {
        int start = target.Length;
        bool gap = false;
        Span<char> characters = stackalloc char[2];
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune))
            {
                gap = true;
                continue;
            }

            if (gap && target.Length > start) target.Append('-');
            gap = false;
            target.Append(characters[..Rune.ToLowerInvariant(rune).EncodeToUtf16(characters)]);
        }

        if (target.Length == start) target.Append(Nothing);
    }
}
