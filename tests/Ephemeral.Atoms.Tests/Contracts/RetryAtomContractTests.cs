namespace Ephemeral.Atoms.Tests.Contracts;

public sealed class RetryAtomContractTests : AtomContract
{
    internal override AtomSubject Create(Func<CancellationToken, Task> callback)
    {
        RetryAtom<int> atom = new((_, ct) => callback(ct), maxRetries: 0, TimeSpan.FromSeconds(1), maxConcurrency: 1, timeProvider: Time);
        return new(atom)
        {
            UseAsync = () => atom.ExecuteAsync(1),
            SettleAsync = () => atom.DrainAsync(),
            Failures = () => atom.GetMetrics().Failed,
            WaitAsync = ct => atom.ExecuteAsync(1, ct),
        };
    }
}
