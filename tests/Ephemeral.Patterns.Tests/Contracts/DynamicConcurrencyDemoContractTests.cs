namespace Ephemeral.Patterns.Tests.Contracts;

public sealed class DynamicConcurrencyDemoContractTests : PatternContract
{
    private protected override ValueTask<IPatternSubject> CreateAsync(TimeProvider time, SignalSink sink, Func<CancellationToken, Task> callback)
    {
        DynamicConcurrencyDemo<int> entry = new((_, ct) => callback(ct), sink, timeProvider: time);
        return new(new AtomSubject(entry, async () => await entry.EnqueueAsync(1), entry.DrainAsync, () => entry.GetMetrics().Failed));
    }
}
