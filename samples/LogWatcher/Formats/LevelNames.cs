using System.Text;

namespace LogWatcher.Formats;

/// <summary>What the formats call their levels, upper or lower case.</summary>
internal static class LevelNames
{
    private const int LongestName = 11;

    /// <summary>Finds the level that a word names.</summary>
    public static bool TryParse(ReadOnlySpan<byte> word, out LogLevel level)
    {
        level = LogLevel.None;
        if (word.Length is < 3 or > LongestName) return false;
        Span<char> upper = stackalloc char[LongestName];
        if (Ascii.ToUpper(word, upper, out int length) != System.Buffers.OperationStatus.Done) return false;
        level = upper[..length] switch
        {
            "TRACE" or "TRC" or "TRCE" or "VERBOSE" or "VRB" or "FINER" or "FINEST" => LogLevel.Trace,
            "TRACE1" or "TRACE2" or "TRACE3" or "TRACE4" or "TRACE5" or "TRACE6" or "TRACE7" or "TRACE8" => LogLevel.Trace,
            "DEBUG" or "DBG" or "DBUG" or "FINE" => LogLevel.Debug,
            "INFORMATION" or "INFO" or "INF" or "NOTICE" or "CONFIG" => LogLevel.Information,
            "WARNING" or "WARN" or "WRN" => LogLevel.Warning,
            "ERROR" or "ERR" or "FAIL" or "SEVERE" => LogLevel.Error,
            "CRITICAL" or "CRIT" or "FATAL" or "FTL" or "ALERT" or "EMERG" or "EMERGENCY" or "PANIC" => LogLevel.Critical,
            _ => LogLevel.None,
        };
        return level != LogLevel.None;
    }

    /// <summary>Gives the level of a syslog severity, 0 (emergency) to 7 (debug).</summary>
    public static LogLevel FromSyslogSeverity(int severity) => severity switch
    {
        <= 2 => LogLevel.Critical,
        3 => LogLevel.Error,
        4 => LogLevel.Warning,
        5 or 6 => LogLevel.Information,
        _ => LogLevel.Debug,
    };

    /// <summary>Gives the level of a number as some JSON loggers write it: 10 is trace, 60 is fatal.</summary>
    public static LogLevel FromNumber(long number) => number switch
    {
        < 20 => LogLevel.Trace,
        < 30 => LogLevel.Debug,
        < 40 => LogLevel.Information,
        < 50 => LogLevel.Warning,
        < 60 => LogLevel.Error,
        _ => LogLevel.Critical,
    };
}
