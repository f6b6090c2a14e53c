namespace Ephemeral.Telemetry.Prometheus.Exposition;

/// <summary>Why something that the SDK collected is not on the page; the values index the counts.</summary>
internal enum SkipReason
{
    /// <summary>The metric's name belongs to a family of another type, or to a sample of another family.</summary>
    NameConflict,

    /// <summary>The metric is not cumulative, or of a type that this exporter does not know.</summary>
    UnsupportedMetric,

    /// <summary>The series has the labels of one that was written already.</summary>
    DuplicateSeries,

    /// <summary>The format forbids the value: a negative or NaN counter in OpenMetrics.</summary>
    ForbiddenValue,

    /// <summary>A tag value threw when asked for its text; the series is written without that label.</summary>
    UnreadableLabel,
}
