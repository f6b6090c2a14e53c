namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>What the exporter says about itself at the end of every page.</summary>
internal sealed class SelfMetrics(TimeProvider timeProvider)
{
    private const string Collections = "ephemeral_prometheus_collections";
    private const string Failures = "ephemeral_prometheus_failed_collections";
    private const string Duration = "ephemeral_prometheus_collection_duration_seconds";
    private const string Series = "ephemeral_prometheus_series";
    private const string Skipped = "ephemeral_prometheus_skipped";

    private long _started;

    public static string[] Names { get; } =
        [Collections, Collections + "_total", Failures, Failures + "_total", Duration, Series, Skipped];

    public long CollectionCount { get; private set; }

    public long FailureCount { get; private set; }

    public void Begin()
    {
        _started = timeProvider.GetTimestamp();
        CollectionCount++;
    }

    public void Fail() => FailureCount++;

    public void Write(ExpositionWriter writer)
    {
        double seconds = timeProvider.GetElapsedTime(_started).TotalSeconds;
        Counter(writer, Collections, "Collections started for a scrape.", CollectionCount);
        Counter(writer, Failures, "Collections that ended without a page.", FailureCount);
        Gauge(writer, Duration, "seconds", "How long this collection took until here.");
        writer.Page.Write(seconds);
        writer.EndLine();
        Gauge(writer, Series, "", "Series on this page; a histogram is one.");
        writer.Page.Write(writer.SeriesWritten);
        writer.EndLine();
        WriteSkips(writer);
    }

    private static void WriteSkips(ExpositionWriter writer)
    {
        writer.WriteHeader(writer.Page, Skipped, FamilyKind.Gauge, "", "Metrics, series and labels that this page leaves out, by reason.");
        for (int reason = 0; reason < SkipCounts.Reasons; reason++)
        {
            writer.Page.WriteText(Skipped);
            writer.Page.Write("{reason=\""u8);
            writer.Page.WriteText(SkipCounts.NameOf(reason));
            writer.Page.Write("\"} "u8);
            writer.Page.Write(writer.Skips[reason]);
            writer.EndLine();
        }
    }

    private static void Counter(ExpositionWriter writer, string name, string help, long value)
    {
        FamilyName names = new(name, writer.Options.AppendTotal ? name + "_total" : name, "");
        writer.WriteHeader(writer.Page, writer.FamilyName(names), FamilyKind.Counter, "", help);
        writer.Page.WriteText(names.Sample);
        writer.Page.Write((byte)' ');
        writer.Page.Write(value);
        writer.EndLine();
    }

    private static void Gauge(ExpositionWriter writer, string name, string unit, string help)
    {
        writer.WriteHeader(writer.Page, name, FamilyKind.Gauge, unit, help);
        writer.Page.WriteText(name);
        writer.Page.Write((byte)' ');
    }
}
