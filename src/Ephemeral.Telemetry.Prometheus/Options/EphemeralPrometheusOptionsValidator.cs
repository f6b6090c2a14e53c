using System.Globalization;

namespace Ephemeral.Telemetry.Prometheus;

/// <summary>Finds everything that is wrong with the options at once.</summary>
internal static class EphemeralPrometheusOptionsValidator
{
    private const int LeastResponseBytes = 1_024;

    public static void Validate(EphemeralPrometheusOptions options)
    {
        List<string> faults = [];
        if (options.CacheDuration < TimeSpan.Zero)
            faults.Add(Fault(nameof(options.CacheDuration), "must not be negative", options.CacheDuration));
        if (options.ScrapeTimeout <= TimeSpan.Zero || options.ScrapeTimeout > TimeSpan.FromDays(1))
            faults.Add(Fault(nameof(options.ScrapeTimeout), "must be more than zero and at most a day", options.ScrapeTimeout));
        if (options.MaxResponseBytes < LeastResponseBytes)
            faults.Add(Fault(nameof(options.MaxResponseBytes), $"must be at least {LeastResponseBytes}", options.MaxResponseBytes));
        if (options.MaxExponentialScale is < -4 or > 8)
            faults.Add(Fault(nameof(options.MaxExponentialScale), "must be between -4 and 8", options.MaxExponentialScale));
        if (options.TimeProvider is null)
            faults.Add(Fault(nameof(options.TimeProvider), "must be set", "null"));
        if (faults.Count == 0) return;

        string count = faults.Count == 1 ? "1 fault" : $"{faults.Count} faults";
        throw new ArgumentException(
            $"{nameof(EphemeralPrometheusOptions)} is not valid ({count}):\n  {string.Join("\n  ", faults)}");
    }

    private static string Fault(string member, string what, object value) =>
        string.Create(CultureInfo.InvariantCulture, $"{member} {what} but was {value}.");
}
