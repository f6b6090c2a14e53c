namespace Ephemeral.Patterns.Tests.Contracts;

public sealed class ControlledFanOutContractTests : PatternContract
{
    private protected override ValueTask<IPatternSubject> CreateAsync(TimeProvider time, SignalSink sink, Func<CancellationToken, Task> callback)
    {
        ControlledFanOut<int, int> entry = new(static item => item, (_, ct) => callback(ct), 4, 2, sink, time);
        return new(new AtomSubject(entry, async () => await entry.EnqueueAsync(1), entry.DrainAsync, () => entry.GetMetrics().Failed));
    }
}
