using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>The meter of this package: one for the process.</summary>
/// <remarks>What a listener throws is counted, and reaches nobody who logs.</remarks>
internal static class LoggingMeter
{
    public const string Name = "Ephemeral.Logging";

    private const string RuleTag = "ephemeral.incident.rule";
    private const string SeverityTag = "ephemeral.incident.severity";

    private static readonly Meter _meter = new(Name);
    private static readonly string[] _results = ["converted", "ignored", "dropped", "suppressed"];
    private static readonly string[] _severities = ["info", "warning", "error", "critical"];

    private static readonly Counter<long> _records = _meter.CreateCounter<long>(
        "ephemeral.log.records", "{log_record}", "Log records that a signal logger saw, by what became of them.");

    private static readonly Counter<long> _opened = _meter.CreateCounter<long>(
        "ephemeral.incident.opened", "{incident}", "Incidents that were opened.");

    private static readonly Histogram<double> _duration = _meter.CreateHistogram<double>(
        "ephemeral.incident.duration", "s", "From the opening of an incident to its end.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600] });

    private static readonly LiveIncidents _live = LiveIncidents.Observe(_meter, Open, BeginAtZero);
    private static long _failures;

    /// <summary>Gets how often a listener threw.</summary>
    public static long Failures => Interlocked.Read(ref _failures);

    public static void Count(LogResult result, LogLevel level)
    {
        if (!_records.Enabled) return;
        try { _records.Add(1, new("ephemeral.log.result", _results[(int)result]), new("log.severity", LogSlug.LevelOf(level))); }
        catch (Exception) { Interlocked.Increment(ref _failures); }
    }

    /// <summary>Counts what an announcement says.</summary>
    public static void Count(string signal, Incident incident)
    {
        try
        {
            if (signal == IncidentSignals.Opened) AddOpened(1, incident.Rule, incident.Severity);
            else if (signal == IncidentSignals.Resolved && incident.ResolvedAt is { } end)
                _duration.Record(Math.Max((end - incident.OpenedAt).TotalSeconds, 0), new KeyValuePair<string, object?>(RuleTag, incident.Rule));
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _failures);
        }
    }

    /// <summary>Shows the open incidents of a book, each rule from the first look on.</summary>
    public static void Show(IncidentBook book) => _live.Add(book);

    public static void Hide(IncidentBook book) => _live.Remove(book);

    /// <summary>A counter that begins with its first incident would hide that one from whoever asks for the increase.</summary>
    private static void BeginAtZero(string rule, IncidentSeverity severity) => AddOpened(0, rule, severity);

    private static void AddOpened(long count, string rule, IncidentSeverity severity)
    {
        if (_opened.Enabled) _opened.Add(count, new(RuleTag, rule), new(SeverityTag, _severities[(int)severity]));
    }

    private static Measurement<long> Open(string rule, IncidentSeverity severity, int count) =>
        new(count, new(RuleTag, rule), new KeyValuePair<string, object?>(SeverityTag, _severities[(int)severity]));
}
