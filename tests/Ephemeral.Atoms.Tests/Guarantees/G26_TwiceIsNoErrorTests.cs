namespace Ephemeral.Atoms.Tests.Guarantees;

/// <summary>G26: a flush is a flush, not an end, and may come twice; so may dispose.</summary>
public sealed class G26_TwiceIsNoErrorTests
{
    [Fact]
    public async Task AFlush_IsNoEnd_AndDisposeMayComeTwice()
    {
        int ran = 0;
        Func<int, CancellationToken, Task> body = (_, _) =>
        {
            Interlocked.Increment(ref ran);
            return Task.CompletedTask;
        };
        FixedWorkAtom<int> work = new(body);
        KeyedSequentialAtom<int, int> keyed = new(static item => item, body);
        SignalAwareAtom<int> aware = new(body);
        RetryAtom<int> retry = new(body);
        BatchingAtom<int> batching = new((batch, _) => body(batch[0], default));
        SignalSink sink = new();
        MoleculeRunner molecules = new(sink, [new MoleculeBlueprintBuilder("m", "go").AddAtom((_, ct) => body(1, ct)).Build()]);
        AtomTrigger trigger = new(sink, "go", (_, ct) => body(1, ct));
        (Func<Task> Use, Func<Task> Drain)[] atoms =
        [
            (() => work.EnqueueAsync(1).AsTask(), () => work.DrainAsync()),
            (() => keyed.EnqueueAsync(1).AsTask(), () => keyed.DrainAsync()),
            (() => aware.EnqueueAsync(1).AsTask(), () => aware.DrainAsync()),
            (() => retry.EnqueueAsync(1).AsTask(), () => retry.DrainAsync()),
            (() => batching.AddAsync(1).AsTask(), () => batching.DrainAsync()),
        ];

        for (int times = 1; times <= 3; times++)
        {
            foreach ((Func<Task> use, Func<Task> drain) in atoms)
            {
                await use().Within();
                await drain().Within();
                await drain().Within();
            }

            sink.Raise("go");
            await molecules.DrainAsync().Within();
            await trigger.DrainAsync().Within();
            Assert.Equal(7 * times, ran);
        }

        foreach (IAsyncDisposable atom in new IAsyncDisposable[] { work, keyed, aware, retry, batching, molecules, trigger })
        {
            await atom.DisposeAsync().Within();
            await atom.DisposeAsync().Within();
            ((IDisposable)atom).Dispose();
        }

        await batching.DrainAsync().Within();
    }
}
