using System.Collections.Frozen;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>Turns a UCUM unit into the words that Prometheus names end in.</summary>
internal static class UnitNames
{
    private static readonly FrozenDictionary<string, string> _words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["1"] = "",
        ["d"] = "days", ["h"] = "hours", ["min"] = "minutes", ["s"] = "seconds",
        ["ms"] = "milliseconds", ["us"] = "microseconds", ["ns"] = "nanoseconds",
        ["By"] = "bytes", ["KiBy"] = "kibibytes", ["MiBy"] = "mebibytes", ["GiBy"] = "gibibytes", ["TiBy"] = "tebibytes",
        ["kBy"] = "kilobytes", ["KBy"] = "kilobytes", ["MBy"] = "megabytes", ["GBy"] = "gigabytes", ["TBy"] = "terabytes",
        ["bit"] = "bits", ["m"] = "meters", ["V"] = "volts", ["A"] = "amperes", ["J"] = "joules", ["W"] = "watts",
        ["g"] = "grams", ["Cel"] = "celsius", ["Hz"] = "hertz", ["%"] = "percent",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> _perWords = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["s"] = "second", ["min"] = "minute", ["m"] = "minute", ["h"] = "hour",
        ["d"] = "day", ["w"] = "week", ["wk"] = "week", ["mo"] = "month", ["y"] = "year", ["a"] = "year",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Returns the suffix without its leading underscore, or nothing when the unit adds no word.</summary>
    public static string Suffix(string? unit)
    {
        string bare = WithoutAnnotations(unit).Trim();
        int slash = bare.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return Word(bare, _words);

        string counted = Word(bare[..slash].Trim(), _words);
        string per = Word(bare[(slash + 1)..].Trim(), _perWords);
        if (per.Length == 0) return counted;
        return counted.Length == 0 ? $"per_{per}" : $"{counted}_per_{per}";
    }

    private static string Word(string unit, FrozenDictionary<string, string> words) =>
        words.TryGetValue(unit, out string? word) ? word : MetricNaming.Sanitize(unit).Trim('_');

    private static string WithoutAnnotations(string? unit)
    {
        if (string.IsNullOrEmpty(unit)) return "";
        int open = unit.IndexOf('{', StringComparison.Ordinal);
        while (open >= 0)
        {
            int close = unit.IndexOf('}', open);
            unit = close < 0 ? unit[..open] : unit.Remove(open, close - open + 1);
            open = unit.IndexOf('{', StringComparison.Ordinal);
        }
        return unit;
    }
}
