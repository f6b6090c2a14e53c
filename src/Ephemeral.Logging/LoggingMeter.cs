using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>The meter of this package: one for the process.</summary>
internal static class LoggingMeter
{
    public const string Name = "Ephemeral.Logging";

    private static readonly Meter _meter = new(Name);
    private static readonly string[] _results = ["converted", "ignored", "dropped", "suppressed"];

    private static readonly Counter<long> _records = _meter.CreateCounter<long>(
        "ephemeral.log.records", "{log_record}", "Log records that a signal logger saw, by what became of them.");

    public static void Count(LogResult result, LogLevel level)
    {
        if (!_records.Enabled) return;
        _records.Add(1, new("ephemeral.log.result", _results[(int)result]), new("log.severity", LogSlug.LevelOf(level)));
    }
}
