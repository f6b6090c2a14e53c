namespace Ephemeral.Patterns;

/// <summary>A client of a telemetry service, to be implemented over the one that you have.</summary>
/// <remarks>Called on several threads at the same time. For OpenTelemetry there is nothing to implement: use the package Ephemeral.Telemetry.</remarks>
public interface ITelemetryClient
{
    /// <summary>Records that something happened.</summary>
    /// <param name="name">What.</param>
    /// <param name="properties">More about it. Not changed afterwards.</param>
    /// <param name="cancellationToken">Cancelled when the handler is disposed.</param>
    Task TrackEventAsync(string name, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken);

    /// <summary>Records that something went wrong.</summary>
    /// <param name="message">What.</param>
    /// <param name="properties">More about it. Not changed afterwards.</param>
    /// <param name="cancellationToken">Cancelled when the handler is disposed.</param>
    Task TrackExceptionAsync(string message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken);

    /// <summary>Records a measured value.</summary>
    /// <param name="name">Of what.</param>
    /// <param name="value">The value.</param>
    /// <param name="properties">More about it. Not changed afterwards.</param>
    /// <param name="cancellationToken">Cancelled when the handler is disposed.</param>
    Task TrackMetricAsync(string name, double value, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken);
}
