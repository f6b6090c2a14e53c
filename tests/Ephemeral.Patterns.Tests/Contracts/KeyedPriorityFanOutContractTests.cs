namespace Ephemeral.Patterns.Tests.Contracts;

public sealed class KeyedPriorityFanOutContractTests : PatternContract
{
    private protected override ValueTask<IPatternSubject> CreateAsync(TimeProvider time, SignalSink sink, Func<CancellationToken, Task> callback)
    {
        KeyedPriorityFanOut<int, int> entry = new(static item => item, (_, ct) => callback(ct), 4, 2, sink, timeProvider: time);
        return new(new AtomSubject(entry, async () => await entry.EnqueuePriorityAsync(1), entry.DrainAsync, () => entry.GetMetrics().Failed));
    }
}
