namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>How much one collection left out, by reason.</summary>
internal sealed class SkipCounts
{
    private static readonly string[] _reasonNames =
        ["name_conflict", "unsupported_metric", "duplicate_series", "forbidden_value", "unreadable_label"];

    private readonly long[] _counts = new long[_reasonNames.Length];

    public static int Reasons => _reasonNames.Length;

    public static string NameOf(int reason) => _reasonNames[reason];

    public long this[int reason] => _counts[reason];

    public void Add(SkipReason reason, long count = 1) => _counts[(int)reason] += count;

    public void Clear() => Array.Clear(_counts);
}
