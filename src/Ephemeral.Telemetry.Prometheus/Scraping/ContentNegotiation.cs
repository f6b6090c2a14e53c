using System.Globalization;
using Ephemeral.Telemetry.Prometheus.Exposition;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Ephemeral.Telemetry.Prometheus.Scraping;

/// <summary>Reads what the client accepts. Nobody is refused: who asks for neither format gets text.</summary>
internal static class ContentNegotiation
{
    public static ExpositionFormat FormatFor(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out IList<MediaTypeHeaderValue>? ranges)) return ExpositionFormat.Text;
        double text = 0;
        double openMetrics = 0;
        foreach (MediaTypeHeaderValue range in ranges)
        {
            double quality = range.Quality ?? 1;
            // Wildcards mean text: a person's browser sends them.
            if (range.MediaType.Equals("application/openmetrics-text", StringComparison.OrdinalIgnoreCase))
                openMetrics = Math.Max(openMetrics, IsVersion(range, "1.0.0") ? quality : 0);
            else if (range.MatchesAllTypes || range.MediaType.Equals("text/*", StringComparison.OrdinalIgnoreCase))
                text = Math.Max(text, quality);
            else if (range.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase))
                text = Math.Max(text, IsVersion(range, "0.0.4") ? quality : 0);
        }
        return openMetrics > 0 && openMetrics >= text ? ExpositionFormat.OpenMetrics : ExpositionFormat.Text;
    }

    public const string TimeoutHeader = "X-Prometheus-Scrape-Timeout-Seconds";

    /// <summary>Returns how long the client waits, in so far as it is less than the most.</summary>
    public static TimeSpan PatienceOf(StringValues seconds, TimeSpan most)
    {
        bool isSaid = double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double said) && said > 0;
        return isSaid && said < most.TotalSeconds ? TimeSpan.FromSeconds(said) : most;
    }

    public static bool AcceptsGzip(StringValues acceptEncoding)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out IList<StringWithQualityHeaderValue>? codings)) return false;
        double? named = null;
        double? any = null;
        foreach (StringWithQualityHeaderValue coding in codings)
        {
            if (coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase)) named = coding.Quality ?? 1;
            else if (coding.Value.Equals("*", StringComparison.Ordinal)) any = coding.Quality ?? 1;
        }
        return (named ?? any ?? 0) > 0;
    }

    private static bool IsVersion(MediaTypeHeaderValue range, string version)
    {
        foreach (NameValueHeaderValue parameter in range.Parameters)
        {
            if (!parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase)) continue;
            return parameter.GetUnescapedValue().Equals(version, StringComparison.Ordinal);
        }
        return true;
    }
}
