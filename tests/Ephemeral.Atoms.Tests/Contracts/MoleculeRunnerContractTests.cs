namespace Ephemeral.Atoms.Tests.Contracts;

public sealed class MoleculeRunnerContractTests : AtomContract
{
    internal override AtomSubject Create(Func<CancellationToken, Task> callback)
    {
        SignalSink sink = new(timeProvider: Time);
        MoleculeBlueprint blueprint = new MoleculeBlueprintBuilder("m", "go").AddAtom((_, ct) => callback(ct)).Build();
        MoleculeRunner atom = new(sink, [blueprint], options: new() { MaxConcurrency = 1, TimeProvider = Time });
        return new(atom)
        {
            UseAsync = () =>
            {
                sink.Raise("go");
                return Task.CompletedTask;
            },
            SettleAsync = () => atom.DrainAsync(),
            Failures = () => atom.GetMetrics().Failed,
            WaitAsync = async ct =>
            {
                sink.Raise("go");
                await atom.DrainAsync(ct);
            },
            RefusesAfterDispose = false,
        };
    }
}
