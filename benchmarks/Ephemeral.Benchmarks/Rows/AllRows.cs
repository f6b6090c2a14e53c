using Ephemeral.Benchmarks.Quick;

namespace Ephemeral.Benchmarks.Rows;

/// <summary>The rows of the quick mode, in the order in which they are run and printed.</summary>
internal static class AllRows
{
    public static IEnumerable<Row> List() =>
    [
        .. EnqueueRows.List(),
        .. ProducerRows.List(),
        .. KeyedRows.List(),
        .. CoordinatorRows.List(),
        .. EachRows.List(),
        .. JobRows.List(),
        .. FeatureRows.List(),
        .. WindowRows.List(),
        .. RaiseRows.List(),
        .. PresenceRows.List(),
        .. PatternRows.List(),
        .. CacheRows.List(),
        .. TelemetryRows.List(),
        .. ScrapeRows.List(),
        .. LogRows.List(),
        .. BreakerRows.List(),
        .. AtomRows.List(),
        .. SqliteRows.List(),
    ];
}
