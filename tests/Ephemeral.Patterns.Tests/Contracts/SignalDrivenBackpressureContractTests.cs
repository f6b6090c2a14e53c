namespace Ephemeral.Patterns.Tests.Contracts;

public sealed class SignalDrivenBackpressureContractTests : PatternContract
{
    private protected override ValueTask<IPatternSubject> CreateAsync(TimeProvider time, SignalSink sink, Func<CancellationToken, Task> callback)
    {
        EphemeralWorkCoordinator<int> entry = SignalDrivenBackpressure.Create<int>((_, ct) => callback(ct), sink, options: new() { TimeProvider = time });
        return new(new AtomSubject(entry, async () => await entry.EnqueueAsync(1), entry.FlushAsync, () => entry.TotalFailed));
    }
}
