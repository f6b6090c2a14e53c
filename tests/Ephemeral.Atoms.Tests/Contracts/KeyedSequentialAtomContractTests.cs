namespace Ephemeral.Atoms.Tests.Contracts;

public sealed class KeyedSequentialAtomContractTests : AtomContract
{
    internal override AtomSubject Create(Func<CancellationToken, Task> callback)
    {
        KeyedSequentialAtom<int, int> atom = new(static item => item % 2, (_, ct) => callback(ct), maxConcurrency: 1, timeProvider: Time);
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
