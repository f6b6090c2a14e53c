using System.Text;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>The rules that turn an OpenTelemetry name, unit and kind into a Prometheus name.</summary>
internal static class MetricNaming
{
    private const string Total = "_total";

    /// <summary>Names a family. A counter's <see cref="FamilyName.Base"/> is its name without <c>_total</c>.</summary>
    public static FamilyName Name(string name, string? unit, FamilyKind kind, bool appendUnit, bool appendTotal)
    {
        string stem = Sanitize(name);
        if (stem.Length == 0) stem = "_";
        bool total = kind == FamilyKind.Counter && appendTotal;
        if (total && stem.Length > Total.Length && stem.EndsWith(Total, StringComparison.Ordinal)) stem = stem[..^Total.Length];

        string suffix = appendUnit ? UnitNames.Suffix(unit) : "";
        if (suffix.Length > 0 && !HasWords(stem, suffix)) stem = $"{stem.TrimEnd('_')}_{suffix}";
        bool unitIsSuffix = suffix.Length > 0 && stem.EndsWith("_" + suffix, StringComparison.Ordinal);
        if (total) stem = stem.TrimEnd('_') is { Length: > 0 } trimmed ? trimmed : "_";
        return new FamilyName(stem, total ? stem + Total : stem, unitIsSuffix ? suffix : "");
    }

    /// <summary>Replaces what a metric name must not hold; runs of underscores become one.</summary>
    public static string Sanitize(string name) => Sanitize(name, colonIsLegal: true);

    /// <summary>Replaces what a label name must not hold; runs of underscores become one, and an empty name becomes one.</summary>
    public static string SanitizeLabel(string name)
    {
        string sanitized = Sanitize(name, colonIsLegal: false);
        return sanitized.Length == 0 ? "_" : sanitized;
    }

    private static string Sanitize(string name, bool colonIsLegal)
    {
        StringBuilder result = new(name.Length + 1);
        foreach (char c in name)
        {
            if (char.IsAsciiDigit(c) && result.Length == 0) result.Append('_');
            char kept = char.IsAsciiLetterOrDigit(c) || (c == ':' && colonIsLegal) ? c : '_';
            if (kept != '_' || result.Length == 0 || result[^1] != '_') result.Append(kept);
        }
        return result.ToString();
    }

    /// <summary>True when the words of the unit stand in the name already, as whole words.</summary>
    private static bool HasWords(string name, string words) =>
        $"_{name}_".Contains($"_{words}_", StringComparison.Ordinal);
}
