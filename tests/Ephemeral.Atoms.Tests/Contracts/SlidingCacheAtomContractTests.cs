namespace Ephemeral.Atoms.Tests.Contracts;

public sealed class SlidingCacheAtomContractTests : AtomContract
{
    internal override AtomSubject Create(Func<CancellationToken, Task> callback)
    {
        int key = 0;
        SlidingCacheAtom<int, int> atom = new(
            async (key, ct) =>
            {
                await callback(ct);
                return key;
            },
            maxConcurrency: 1,
            timeProvider: Time);
        return new(atom)
        {
            UseAsync = async () => await atom.GetOrComputeAsync(Interlocked.Increment(ref key)),
            SettleAsync = static () => Task.CompletedTask,
            Failures = () => atom.GetSignals("cache.error:*").Count,
            WaitAsync = async ct => await atom.GetOrComputeAsync(0, ct),
        };
    }
}
