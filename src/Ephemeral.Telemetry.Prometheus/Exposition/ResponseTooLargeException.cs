using System.Globalization;

namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>A page grew beyond the limit of the options; nothing of it is sent.</summary>
internal sealed class ResponseTooLargeException(int limit) : InvalidOperationException(string.Create(
    CultureInfo.InvariantCulture,
    $"The metrics do not fit in {limit:N0} bytes. "
    + $"Raise EphemeralPrometheusOptions.MaxResponseBytes, or lower the cardinality with views."));
