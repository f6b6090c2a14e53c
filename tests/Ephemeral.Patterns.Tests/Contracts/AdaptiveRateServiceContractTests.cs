namespace Ephemeral.Patterns.Tests.Contracts;

public sealed class AdaptiveRateServiceContractTests : PatternContract
{
    private protected override ValueTask<IPatternSubject> CreateAsync(TimeProvider time, SignalSink sink, Func<CancellationToken, Task> callback)
    {
        AdaptiveRateService<int> entry = new((_, ct) => callback(ct), 4, sink, timeProvider: time);
        return new(new AtomSubject(entry, StartAsync, entry.DrainAsync, () => entry.GetMetrics().Failed));

        Task StartAsync()
        {
            Task call = entry.ProcessAsync(1);
            return call.IsFaulted && call.Exception.InnerException is ObjectDisposedException ? call : Task.CompletedTask; // others end with their call
        }
    }
}
