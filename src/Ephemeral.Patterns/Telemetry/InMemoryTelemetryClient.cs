namespace Ephemeral.Patterns;

/// <summary>A client that keeps what it is told, for tests and examples.</summary>
/// <remarks>Thread-safe and bounded: beyond its capacity the oldest record is dropped and counted.</remarks>
public sealed class InMemoryTelemetryClient : ITelemetryClient
{
    private readonly Lock _gate = new();
    private readonly Queue<TelemetryRecord> _records = []; // guarded by _gate
    private readonly int _capacity;
    private long _dropped;

    /// <summary>Creates a client.</summary>
    /// <param name="capacity">The most records that are kept; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is below 1.</exception>
    public InMemoryTelemetryClient(int capacity = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
    }

    /// <summary>Gets how many records were dropped because there was no room.</summary>
    public long DroppedCount => Interlocked.Read(ref _dropped);

    /// <summary>Returns the records, oldest first.</summary>
    public IReadOnlyList<TelemetryRecord> GetRecords()
    {
        lock (_gate) return [.. _records];
    }

    /// <inheritdoc/>
    public Task TrackEventAsync(string name, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) =>
        Keep(new("event", name, null, properties));

    /// <inheritdoc/>
    public Task TrackExceptionAsync(string message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) =>
        Keep(new("exception", message, null, properties));

    /// <inheritdoc/>
    public Task TrackMetricAsync(string name, double value, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) =>
        Keep(new("metric", name, value, properties));

    private Task Keep(TelemetryRecord record)
    {
        lock (_gate)
        {
            if (_records.Count == _capacity)
            {
                _records.Dequeue();
                _dropped++;
            }

            _records.Enqueue(record);
        }

        return Task.CompletedTask;
    }
}
