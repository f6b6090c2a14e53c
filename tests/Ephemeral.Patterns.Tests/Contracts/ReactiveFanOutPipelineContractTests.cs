namespace Ephemeral.Patterns.Tests.Contracts;

public sealed class ReactiveFanOutPipelineContractTests : PatternContract
{
    private protected override ValueTask<IPatternSubject> CreateAsync(TimeProvider time, SignalSink sink, Func<CancellationToken, Task> callback)
    {
        ReactiveFanOutPipeline<int> entry = new((_, ct) => callback(ct), static (_, _) => Task.CompletedTask, sink: sink, timeProvider: time);
        return new(new AtomSubject(entry, async () => await entry.EnqueueAsync(1), entry.DrainAsync, () => entry.GetStage2Metrics().Failed));
    }
}
