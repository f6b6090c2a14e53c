namespace Ephemeral.Atoms.Tests.Contracts;

public sealed class AtomTriggerContractTests : AtomContract
{
    internal override AtomSubject Create(Func<CancellationToken, Task> callback)
    {
        SignalSink sink = new(timeProvider: Time);
        AtomTrigger atom = new(sink, "go", (_, ct) => callback(ct), maxConcurrency: 1);
        return new(atom)
        {
            UseAsync = () =>
            {
                sink.Raise("go");
                return Task.CompletedTask;
            },
            SettleAsync = () => atom.DrainAsync(),
            Failures = () => atom.CallbackFailures,
            WaitAsync = async ct =>
            {
                sink.Raise("go");
                await atom.DrainAsync(ct);
            },
            RefusesAfterDispose = false,
        };
    }
}
