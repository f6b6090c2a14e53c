namespace Ephemeral.Atoms.Tests.Contracts;

public sealed class GcraRateLimitAtomContractTests : AtomContract
{
    internal override AtomSubject Create(Func<CancellationToken, Task> callback)
    {
        SignalSink sink = new(timeProvider: Time);
        GcraRateLimitAtom atom = new(sink, new() { InitialRatePerSecond = 1, BurstSize = 1, TimeProvider = Time });
        sink.Subscribe("rate.limit.gcra.config:*", _ => callback(CancellationToken.None));
        return new(atom)
        {
            UseAsync = async () =>
            {
                using var lease = await atom.AcquireAsync();
                sink.Raise("rate.limit.gcra.set:1");
            },
            SettleAsync = static () => Task.CompletedTask,
            Failures = () => sink.CallbackFailures,
            WaitAsync = async ct =>
            {
                for (int i = 0; i < 2; i++) (await atom.AcquireAsync(ct)).Dispose();
            },
        };
    }
}
