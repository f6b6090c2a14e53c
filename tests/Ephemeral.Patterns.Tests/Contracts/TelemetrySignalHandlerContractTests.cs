namespace Ephemeral.Patterns.Tests.Contracts;

public sealed class TelemetrySignalHandlerContractTests : PatternContract
{
    private protected override ValueTask<IPatternSubject> CreateAsync(TimeProvider time, SignalSink sink, Func<CancellationToken, Task> callback)
    {
        TelemetrySignalHandler entry = new(new Client(callback), time);
        return new(new AtomSubject(entry, StartAsync, entry.FlushAsync, () => entry.CallbackFailures));

        Task StartAsync()
        {
            entry.OnSignal(new("a", 1, null, default));
            return Task.CompletedTask;
        }
    }

    private sealed class Client(Func<CancellationToken, Task> callback) : ITelemetryClient
    {
        public Task TrackEventAsync(string name, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => callback(cancellationToken);

        public Task TrackExceptionAsync(string message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task TrackMetricAsync(string name, double value, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
