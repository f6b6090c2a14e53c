using System.Globalization;
using Ephemeral.Benchmarks.Workloads;

namespace Ephemeral.Benchmarks.Quick;

/// <summary>What a row should reach. What is null is shown and not judged.</summary>
internal sealed record Target
{
    public static readonly Target None = new();

    /// <summary>The most time as a multiple of the baseline's.</summary>
    public double? Ratio { get; init; }

    /// <summary>The most time of one item.</summary>
    public double? Nanoseconds { get; init; }

    /// <summary>The most bytes of one item, after rounding: what is allocated once in a run is no byte an item.</summary>
    public double? Bytes { get; init; }

    /// <summary>What the body allocates itself, where <see cref="Bytes"/> comes on top of that.</summary>
    public Func<Workload>? BytesBeyond { get; init; }

    public bool IsTimed => Ratio is not null || Nanoseconds is not null;

    public bool TimeHolds(double ratio, double nanoseconds) => !(ratio > Ratio) && !(nanoseconds > Nanoseconds);

    public bool BytesHold(double bytes) => !(Math.Round(bytes) > Bytes);

    public override string ToString()
    {
        List<string> parts = [];
        if (Ratio is { } ratio) parts.Add(string.Create(CultureInfo.InvariantCulture, $"≤ {ratio:0.0#} ×"));
        if (Nanoseconds is { } nanoseconds) parts.Add(string.Create(CultureInfo.InvariantCulture, $"≤ {nanoseconds:0} ns"));
        if (Bytes is { } bytes)
        {
            string beyond = BytesBeyond is null ? "" : " beyond the body's";
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{(bytes > 0 ? "≤ " : "")}{bytes:0} B{beyond}"));
        }

        return parts.Count == 0 ? "–" : string.Join(", ", parts);
    }
}
