using System.Globalization;

namespace Ephemeral.Patterns;

/// <summary>Forwards signals to a telemetry client in the background.</summary>
/// <remarks>
/// <para>Thread-safe. Every signal is an event named <c>EphemeralSignal</c>; one whose name begins with <c>error</c> is an exception as well, and
/// one that begins with <c>perf</c> a metric, whose value stands after the last colon (<c>perf.query:12.5</c>) and is 1 without one.
/// A value that cannot be read is no metric, and counted.</para>
/// <para>8 signals are forwarded at the same time and 5,000 wait; beyond that the oldest is dropped and counted. What the client throws is
/// counted, and keeps nothing else from being forwarded. For OpenTelemetry use the package Ephemeral.Telemetry instead.</para>
/// </remarks>
/// <example><code>
/// await using TelemetrySignalHandler handler = new(client);
/// EphemeralOptions options = new() { OnSignal = signal => handler.OnSignal(signal) };
/// </code></example>
public sealed class TelemetrySignalHandler : IAsyncDisposable, IDisposable
{
    private readonly ITelemetryClient _client;
    private readonly AsyncSignalProcessor _processor;
    private long _failures;
    private long _ignored;

    /// <summary>Creates a handler.</summary>
    /// <param name="client">The client. Borrowed.</param>
    /// <param name="timeProvider">The clock; null: the system's.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public TelemetrySignalHandler(ITelemetryClient client, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _processor = new(ForwardAsync, maxConcurrency: 8, maxQueueSize: 5_000, timeProvider);
    }

    /// <summary>Gets how many signals wait.</summary>
    public int QueuedCount => _processor.QueuedCount;

    /// <summary>Gets how many signals were forwarded, also where the client threw.</summary>
    public long ProcessedCount => _processor.ProcessedCount;

    /// <summary>Gets how many signals were dropped: too many waited, or the handler was disposed.</summary>
    public long DroppedCount => _processor.DroppedCount;

    /// <summary>Gets how often the client has thrown.</summary>
    public long CallbackFailures => Interlocked.Read(ref _failures);

    /// <summary>Gets how many <c>perf</c> signals had a value that cannot be read.</summary>
    public long IgnoredSignals => Interlocked.Read(ref _ignored);

    /// <summary>Queues a signal. Never waits.</summary>
    /// <returns>False after dispose, and when the chain of causes that led to the signal is too long.</returns>
    /// <exception cref="ArgumentException">The signal's name is null or empty.</exception>
    public bool OnSignal(SignalEvent signal) => _processor.Enqueue(signal);

    /// <summary>Waits until every signal that was queued before has been forwarded or dropped. The handler stays in use.</summary>
    /// <param name="cancellationToken">Ends this wait only.</param>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _processor.FlushAsync(cancellationToken);

    /// <summary>Drops what waits, cancels what is being forwarded, and waits for it for at most 5 seconds. Calling it again is safe.</summary>
    public ValueTask DisposeAsync() => _processor.DisposeAsync();

    /// <summary>Does the same without waiting.</summary>
    public void Dispose() => _processor.Dispose();

    private async Task ForwardAsync(SignalEvent signal, CancellationToken cancellationToken)
    {
        Dictionary<string, string> properties = PropertiesOf(signal);
        await GuardAsync(() => _client.TrackEventAsync("EphemeralSignal", properties, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (signal.StartsWith("error"))
            await GuardAsync(() => _client.TrackExceptionAsync(signal.Signal, properties, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (signal.StartsWith("perf") && TryReadMetric(signal.Signal, out string name, out double value))
            await GuardAsync(() => _client.TrackMetricAsync(name, value, properties, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task GuardAsync(Func<Task> track, CancellationToken cancellationToken)
    {
        try
        {
            await track().ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            Interlocked.Increment(ref _failures);
        }
    }

    private static Dictionary<string, string> PropertiesOf(in SignalEvent signal)
    {
        Dictionary<string, string> properties = new()
        {
            ["signal"] = signal.Signal,
            ["operationId"] = signal.OperationId.ToString(CultureInfo.InvariantCulture),
            ["timestamp"] = signal.Timestamp.ToString("O", CultureInfo.InvariantCulture),
        };
        if (signal.Key is { } key) properties["key"] = key;
        return properties;
    }

    private bool TryReadMetric(string signal, out string name, out double value)
    {
        int colon = signal.LastIndexOf(':');
        name = colon < 0 ? signal : signal[..colon];
        value = 1;
        if (colon < 0) return true;
        if (double.TryParse(signal.AsSpan(colon + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)) return true;
        Interlocked.Increment(ref _ignored);
        return false;
    }
}
