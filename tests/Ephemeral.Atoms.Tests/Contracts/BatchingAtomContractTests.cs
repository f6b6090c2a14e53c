namespace Ephemeral.Atoms.Tests.Contracts;

public sealed class BatchingAtomContractTests : AtomContract
{
    internal override AtomSubject Create(Func<CancellationToken, Task> callback)
    {
        BatchingAtom<int> atom = new(
            (_, ct) => callback(ct), batchSize: 1, timeout: TimeSpan.FromSeconds(5), new() { MaxWaitingBatches = 1, TimeProvider = Time });
        return new(atom)
        {
            UseAsync = () => atom.AddAsync(1).AsTask(),
            SettleAsync = () => atom.DrainAsync(),
            Failures = () => atom.TotalFailed,
            WaitAsync = async ct =>
            {
                for (int i = 0; i < 3; i++) await atom.AddAsync(1, ct); // one runs, one waits, and there is no room for the third
            },
        };
    }
}
