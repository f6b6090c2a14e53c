namespace Ephemeral.Atoms.Tests.Signals;

/// <summary>FixedWork and KeyedSequential: thin fronts over their coordinators.</summary>
public sealed class SimpleAtomTests
{
    [Fact]
    public async Task FixedWork_LimitsHowManyRun_AndCounts()
    {
        Gate gate = new();
        TaskCompletionSource two = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int running = 0;
        await using FixedWorkAtom<int> atom = new(
            async (item, ct) =>
            {
                if (Interlocked.Increment(ref running) == 2) two.SetResult();
                await gate.WaitAsync(ct);
                if (item == 0) throw new InvalidOperationException();
            },
            maxConcurrency: 2,
            maxTracked: 3);
        HashSet<long> ids = [];
        for (int i = 0; i < 5; i++) ids.Add(await atom.EnqueueAsync(i));
        await two.Task.Within();
        Assert.Equal((3, 2, 0L, 0L), atom.Stats());
        gate.Open();
        await atom.DrainAsync().Within();

        Assert.Equal((0, 0, 4L, 1L), atom.Stats());
        Assert.Equal((5, 3), (ids.Count, atom.Snapshot().Count));
        Assert.True(atom.TryEnqueue(9));
        await atom.DrainAsync().Within();
    }

    [Fact]
    public async Task FixedWork_GivesItsBodyTheOperation()
    {
        SignalSink sink = new();
        await using FixedWorkAtom<int> atom = new(
            static (item, operation, _) =>
            {
                operation.Signal($"done:{item}");
                return Task.CompletedTask;
            },
            signals: sink);
        long id = await atom.EnqueueAsync(7);
        await atom.DrainAsync().Within();

        Assert.Equal(id, Assert.Single(sink.Sense(static signal => signal.Is("done:7"))).OperationId);
    }

    [Fact]
    public async Task KeyedSequential_KeepsTheOrderOfAKey_AndReturnsOperationIds()
    {
        List<int> first = [];
        await using KeyedSequentialAtom<int, int> atom = new(
            static item => item % 2,
            async (item, operation, _) =>
            {
                await Task.Yield();
                if (item % 2 == 0) first.Add(item);
                Assert.Equal((item % 2).ToString(System.Globalization.CultureInfo.InvariantCulture), operation.Key);
            },
            maxConcurrency: 4);
        long[] ids = new long[100];
        for (int i = 0; i < 100; i++) ids[i] = await atom.EnqueueAsync(i);
        await atom.DrainAsync().Within();

        Assert.Equal(Enumerable.Range(0, 50).Select(static i => i * 2), first);
        Assert.Equal(ids.Order(), atom.Snapshot().Select(static run => run.Id).Order());
        Assert.Equal((0, 0, 100L, 0L), atom.Stats());
    }

    [Fact]
    public async Task KeyedSequential_RefusesAHotKey_WhereThatIsFair()
    {
        Gate gate = new();
        await using KeyedSequentialAtom<int, int> atom = new(static _ => 1, (_, ct) => gate.WaitAsync(ct), maxConcurrency: 1, enableFairScheduling: true);
        await atom.EnqueueAsync(0);
        await gate.Reached;

        Assert.Equal(10, Enumerable.Range(0, 20).Count(item => atom.TryEnqueue(item)));
        Assert.Equal(10, atom.GetPendingCountForKey(1));
        gate.Open();
    }

    [Fact]
    public void NumbersBelowOne_AreRefused()
    {
        Assert.Throws<ArgumentException>(static () => new FixedWorkAtom<int>(static (_, _) => Task.CompletedTask, maxConcurrency: 0));
        Assert.Throws<ArgumentException>(static () => new FixedWorkAtom<int>(static (_, _) => Task.CompletedTask, maxTracked: -1));
        Assert.Throws<ArgumentException>(static () => new KeyedSequentialAtom<int, int>(static item => item, static (_, _) => Task.CompletedTask, perKeyConcurrency: 0));
    }
}
