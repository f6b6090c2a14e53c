namespace Ephemeral.Atoms.Tests.Contracts;

public sealed class WindowSizeAtomContractTests : AtomContract
{
    internal override AtomSubject Create(Func<CancellationToken, Task> callback)
    {
        SignalSink sink = new(timeProvider: Time);
        sink.Subscribe("window.size.*", _ => callback(CancellationToken.None));
        WindowSizeAtom atom = new(sink);
        return new(atom)
        {
            UseAsync = () =>
            {
                sink.Raise("window.size.increase:1");
                return Task.CompletedTask;
            },
            SettleAsync = static () => Task.CompletedTask,
            Failures = () => sink.CallbackFailures,
            RefusesAfterDispose = false,
        };
    }
}
