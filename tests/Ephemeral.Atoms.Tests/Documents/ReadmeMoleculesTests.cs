namespace Ephemeral.Atoms.Tests.Documents;

/// <summary>README, "Molecules: reusable workflows" and "Pin Until Queried", which show no code of their own: what their text says.</summary>
public sealed class ReadmeMoleculesTests
{
    /// <summary>
    /// "MoleculeRunner listens for your trigger signal and executes each atom in order inside the shared coordinator window and DI scope.
    /// AtomTrigger can then watch for signals to … spin up another molecule when a step emits a follow-up signal."
    /// </summary>
    [Fact]
    public async Task AMolecule_RunsItsAtomsInOrder_AndATriggerSpinsUpAnother()
    {
        SignalSink sink = new();
        List<string> steps = [];
        var dinner = new MoleculeBlueprintBuilder("dinner", "guests.arrived")
            .AddAtom(async (context, ct) =>
            {
                await Task.Yield();
                steps.Add("soup");
            })
            .AddAtom(context => context.Raise("soup.served"))
            .Build();
        var dessert = new MoleculeBlueprintBuilder("dessert", "dessert.wanted").AddAtom(_ => steps.Add("dessert")).Build();
        await using var runner = new MoleculeRunner(sink, [dinner, dessert]);
        await using var trigger = new AtomTrigger(sink, "soup.*", (signal, ct) =>
        {
            sink.Raise("dessert.wanted", signal.Key);
            return Task.CompletedTask;
        });

        sink.Raise("guests.arrived", key: "table-7");
        await runner.DrainAsync().Within();
        await trigger.DrainAsync().Within();
        await runner.DrainAsync().Within();

        Assert.Equal(["soup", "dessert"], steps);
        Assert.Equal(2, runner.Snapshot().Count);
    }

    /// <summary>"Token bucket and GCRA rate limiting with signal integration".</summary>
    [Fact]
    public async Task RateLimits_AreControlledBySignals()
    {
        SignalSink sink = new();
        await using var bucket = new RateLimitAtom(sink);
        await using var gcra = new GcraRateLimitAtom(sink);

        sink.Raise("rate.limit.set:50");
        sink.Raise("rate.limit.gcra.set:2.5");
        using var lease = await bucket.AcquireAsync();
        using var other = await gcra.AcquireAsync();

        Assert.True(lease.IsAcquired && other.IsAcquired);
        Assert.Equal((50.0, 2.5), (bucket.RatePerSecond, gcra.RatePerSecond));
    }
}
