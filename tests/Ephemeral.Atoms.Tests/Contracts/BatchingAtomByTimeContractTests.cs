namespace Ephemeral.Atoms.Tests.Contracts;

public sealed class BatchingAtomByTimeContractTests : AtomContract
{
    internal override AtomSubject Create(Func<CancellationToken, Task> callback)
    {
        BatchingAtom<int> atom = new(
            (_, ct) => callback(ct), batchSize: 1_000_000, timeout: TimeSpan.FromSeconds(5), new() { MaxWaitingBatches = 1, TimeProvider = Time });
        return new(atom)
        {
            UseAsync = () => atom.AddAsync(1).AsTask(),
            SettleAsync = () => atom.DrainAsync(),
            Failures = () => atom.TotalFailed,
        };
    }
}
