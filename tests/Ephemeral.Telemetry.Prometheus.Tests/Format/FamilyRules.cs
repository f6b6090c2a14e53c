using System.Globalization;

namespace Ephemeral.Telemetry.Prometheus.Tests.Format;

/// <summary>What the specifications demand of a family as a whole.</summary>
internal static class FamilyRules
{
    public static bool Owns(ParsedFamily family, ParsedSample sample, bool openMetrics)
    {
        string[] suffixes = (family.Type, openMetrics) switch
        {
            ("histogram", true) => ["_bucket", "_sum", "_count", "_created"],
            ("histogram", false) => ["_bucket", "_sum", "_count"],
            ("counter", true) => ["_total", "_created"],
            ("info", _) => ["_info"],
            _ => [""],
        };
        return suffixes.Any(suffix => sample.Name == family.Name + suffix);
    }

    public static void Check(ParsedFamily family, bool openMetrics)
    {
        Require(family.Type.Length > 0, family, "has no TYPE");
        Require(family.Samples.Count > 0, family, "has no samples");
        if (openMetrics && family.Type == "counter")
            Require(family.Samples.TrueForAll(s => s.Value >= 0), family, "has a negative or NaN counter");
        if (openMetrics && family.Type != "counter" && family.Type != "histogram")
            Require(family.Samples.TrueForAll(s => s.Exemplar is null), family, "has an exemplar where none may be");
        if (family.Type == "histogram") CheckHistogram(family, openMetrics);
        CheckNotInterleaved(family);
    }

    private static void CheckHistogram(ParsedFamily family, bool openMetrics)
    {
        foreach (IGrouping<string, ParsedSample> point in family.Samples.GroupBy(Labels))
        {
            List<ParsedSample> buckets = [.. point.Where(s => s.Name == family.Name + "_bucket")];
            Require(buckets.Count > 0 && buckets[^1].Labels["le"] == "+Inf", family, "does not end in +Inf");
            double count = Assert.Single(point, s => s.Name == family.Name + "_count").Value;
            Require(buckets[^1].Value == count, family, "has another count than +Inf");
            Require(point.Count(s => s.Name == family.Name + "_sum") == 1 || openMetrics, family, "has no sum");
            double below = double.NegativeInfinity;
            double before = 0;
            foreach (ParsedSample bucket in buckets)
            {
                string le = bucket.Labels["le"];
                double bound = le == "+Inf" ? double.PositiveInfinity : double.Parse(le, CultureInfo.InvariantCulture);
                Require(!openMetrics || le == "+Inf" || le.Contains('.') || le.Contains('e'), family, $"has the bound {le}");
                Require(bound > below, family, $"has bounds out of order at {le}");
                Require(bucket.Value >= before, family, $"falls at {le}");
                if (bucket.Exemplar is { } exemplar) Require(exemplar.Value > below && exemplar.Value <= bound, family, "has an exemplar outside its bucket");
                (below, before) = (bound, bucket.Value);
            }
        }
    }

    private static void CheckNotInterleaved(ParsedFamily family)
    {
        HashSet<string> seen = [];
        string? current = null;
        foreach (ParsedSample sample in family.Samples)
        {
            string labels = family.Type == "histogram" ? Labels(sample) : sample.Identity;
            if (labels == current) continue;
            Require(seen.Add(labels), family, "is interleaved");
            current = labels;
        }
    }

    private static string Labels(ParsedSample sample) => string.Join(
        ',', sample.Labels.Where(l => l.Key != "le").OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));

    private static void Require(bool condition, ParsedFamily family, string what)
    {
        if (!condition) throw new FormatException($"{family.Type} {family.Name} {what}.");
    }
}
