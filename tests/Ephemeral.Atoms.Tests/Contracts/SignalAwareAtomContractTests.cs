namespace Ephemeral.Atoms.Tests.Contracts;

public sealed class SignalAwareAtomContractTests : AtomContract
{
    internal override AtomSubject Create(Func<CancellationToken, Task> callback)
    {
        SignalAwareAtom<int> atom = new(
            (_, ct) => callback(ct),
            cancelOn: new HashSet<string> { "stop" },
            deferOn: new HashSet<string> { "busy.*" },
            maxConcurrency: 1,
            timeProvider: Time);
        return new(atom)
        {
            UseAsync = () => atom.EnqueueAsync(1).AsTask(),
            SettleAsync = () => atom.DrainAsync(),
            Failures = () => atom.GetMetrics().Failed,
            WaitAsync = async ct =>
            {
                await atom.EnqueueAsync(1, ct);
                await atom.DrainAsync(ct);
            },
        };
    }
}
