using System.Runtime.CompilerServices;

namespace Ephemeral.Tests.Coordinators;

public sealed class ParallelEphemeralTests
{
    [Fact]
    public async Task EveryItemRuns_Once()
    {
        int[] ran = new int[1_000];

        await Enumerable.Range(0, 1_000).EphemeralForEachAsync(async (item, _) =>
        {
            await Task.Yield();
            Interlocked.Increment(ref ran[item]);
        }).Within();

        Assert.All(ran, static count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task AnEmptyCollection_EndsAtOnce() =>
        await Array.Empty<int>().EphemeralForEachAsync(static (_, _) => Task.CompletedTask).Within();

    [Fact]
    public async Task Concurrency_IsReachedAndNeverExceeded()
    {
        int running = 0;
        int peak = 0;
        Gate gate = new();
        Task all = Enumerable.Range(0, 50).EphemeralForEachAsync(
            async (_, ct) =>
            {
                int now = Interlocked.Increment(ref running);
                lock (gate) peak = Math.Max(peak, now);
                if (now == 4) gate.Open();
                await gate.WaitAsync(ct);
                Interlocked.Decrement(ref running);
            },
            new() { MaxConcurrency = 4 });

        await all.Within();

        Assert.Equal(4, peak);
    }

    [Fact]
    public async Task ItemsArePulled_OnlyWhenASlotFrees()
    {
        int pulled = 0;
        Gate gate = new();
        IEnumerable<int> Source()
        {
            for (int i = 0; i < 1_000; i++)
            {
                pulled++;
                yield return i;
            }
        }

        Task all = Source().EphemeralForEachAsync((_, ct) => gate.WaitAsync(ct), new() { MaxConcurrency = 2 });
        await gate.Reached;

        Assert.InRange(pulled, 1, 2);
        gate.Open();
        await all.Within();
        Assert.Equal(1_000, pulled);
    }

    [Fact]
    public async Task Failures_AreThrownAtTheEnd_WithTheirIndexes_AfterEveryItemRan()
    {
        int ran = 0;

        EphemeralForEachException error = await Assert.ThrowsAsync<EphemeralForEachException>(() => Enumerable.Range(0, 10).EphemeralForEachAsync(async (item, _) =>
        {
            Interlocked.Increment(ref ran);
            if (item is 3) throw new FormatException("three");
            await Task.Yield();
            if (item is 7) throw new InvalidOperationException("seven");
        }).Within());

        Assert.Equal(10, ran);
        Assert.Equal([(3, "three"), (7, "seven")], error.Failures.Select(static failure => (failure.Index, failure.Error.Message)));
        Assert.Equal((2, 2L), (error.InnerExceptions.Count, error.FailureCount));
        Assert.StartsWith("2 items failed; the first at index 3.", error.Message);
    }

    [Fact]
    public async Task Cancellation_StartsNoMore_WaitsForRunningBodies_ThenThrows()
    {
        using CancellationTokenSource cancellation = new();
        Gate gate = new();
        int started = 0;
        int ended = 0;
        Task all = Enumerable.Range(0, 100).EphemeralForEachAsync(
            async (_, ct) =>
            {
                Interlocked.Increment(ref started);
                try
                {
                    await gate.WaitAsync(ct);
                }
                finally
                {
                    Interlocked.Increment(ref ended);
                }
            },
            new() { MaxConcurrency = 2 },
            cancellation.Token);
        await gate.Reached;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all.Within());
        Assert.InRange(started, 1, 2);
        Assert.Equal(started, ended);
    }

    [Fact]
    public async Task ASourceThatThrows_EndsTheRun_AndSurfaces()
    {
        int ran = 0;
        IEnumerable<int> Source()
        {
            yield return 1;
            yield return 2;
            throw new FormatException("source");
        }

        FormatException error = await Assert.ThrowsAsync<FormatException>(() => Source().EphemeralForEachAsync((_, _) =>
        {
            Interlocked.Increment(ref ran);
            return Task.CompletedTask;
        }).Within());

        Assert.Equal(("source", 2), (error.Message, ran));
    }

    [Fact]
    public async Task OperationBody_SignalsWithItsOwnId_IntoTheGivenSink()
    {
        SignalSink sink = new();
        List<long> ids = [];

        await new[] { "a", "b" }.EphemeralForEachAsync(
            (job, operation) =>
            {
                operation.Signal($"resize.{job}.started");
                operation.Signal($"resize.{job}.complete");
                lock (ids) ids.Add(operation.Id);
                return Task.CompletedTask;
            },
            new() { MaxConcurrency = 2, Signals = new() },
            sink).Within();

        Assert.Equal(4, sink.Count);
        Assert.All(ids, id => Assert.Equal(2, sink.GetOpSignals(id, "resize.*").Count));
    }

    [Fact]
    public async Task KeyedBodies_KeepTheOrderOfTheirKey()
    {
        Dictionary<int, List<int>> order = Enumerable.Range(0, 5).ToDictionary(static key => key, static _ => new List<int>());

        await Enumerable.Range(0, 500).EphemeralForEachAsync(
            static item => item % 5,
            async (item, _) =>
            {
                await Task.Yield();
                order[item % 5].Add(item);
            },
            new() { MaxConcurrency = 4 }).Within();

        Assert.All(order.Values, static items => Assert.Equal(items.Order(), items));
        Assert.Equal(500, order.Values.Sum(static items => items.Count));
    }

    [Fact]
    public async Task KeyedFailures_CarryTheirIndexes()
    {
        EphemeralForEachException error = await Assert.ThrowsAsync<EphemeralForEachException>(() => Enumerable.Range(0, 6).EphemeralForEachAsync(
            static item => item % 2,
            static (item, _) => item == 4 ? throw new FormatException() : Task.CompletedTask).Within());

        Assert.Equal(4, Assert.Single(error.Failures).Index);
    }

    [Fact]
    public async Task AsynchronousCollections_RunToo_AndStopWhenCancelled()
    {
        int ran = 0;
        await Numbers(100).EphemeralForEachAsync((_, _) =>
        {
            Interlocked.Increment(ref ran);
            return Task.CompletedTask;
        }).Within();
        using CancellationTokenSource cancellation = new();
        Gate gate = new();
        Task endless = Numbers(int.MaxValue).EphemeralForEachAsync((_, ct) => gate.WaitAsync(ct), new() { MaxConcurrency = 1, QueueCapacity = 2 }, cancellation.Token);
        await gate.Reached;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.Within());
        Assert.Equal(100, ran);
    }

    [Fact]
    public async Task ACancelSignal_SkipsItems_AndADeferSignalHoldsThem()
    {
        SignalSink sink = new();
        sink.Raise("stop");
        int ran = 0;

        await Enumerable.Range(0, 20).EphemeralForEachAsync(
            (_, _) =>
            {
                ran++;
                return Task.CompletedTask;
            },
            new() { Signals = sink, CancelOnSignals = new HashSet<string> { "stop" } }).Within();
        sink.Clear();
        sink.Raise("wait");
        Task held = Enumerable.Range(0, 20).EphemeralForEachAsync(
            (_, _) =>
            {
                Interlocked.Increment(ref ran);
                return Task.CompletedTask;
            },
            new() { Signals = sink, DeferOnSignals = new HashSet<string> { "wait" }, TimeProvider = new ManualTimeProvider() });

        Assert.Equal((0, false), (ran, held.IsCompleted));
        sink.Retract("wait");
        await held.Within();
        Assert.Equal(20, ran);
    }

    [Fact]
    public async Task AsynchronousCollections_TakeOperationsAndKeysToo()
    {
        SignalSink sink = new();
        Dictionary<int, List<int>> order = new() { [0] = [], [1] = [] };

        await Numbers(4).EphemeralForEachAsync(
            static (item, operation) =>
            {
                operation.Signal($"item.{item}");
                return Task.CompletedTask;
            },
            signals: sink).Within();
        await Numbers(10).EphemeralForEachAsync(
            static item => item % 2,
            async (item, _) =>
            {
                order[item % 2].Add(item);
                await Task.Yield();
            }).Within();

        Assert.Equal(["item.0", "item.1", "item.2", "item.3"], sink.Sense().Select(static signal => signal.Signal).Order());
        Assert.Equal([0, 2, 4, 6, 8], order[0]);
        Assert.Equal([1, 3, 5, 7, 9], order[1]);
    }

    [Fact]
    public async Task NullArguments_AreRefused()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => ((IEnumerable<int>)null!).EphemeralForEachAsync(static (_, _) => Task.CompletedTask));
        await Assert.ThrowsAsync<ArgumentNullException>(() => new[] { 1 }.EphemeralForEachAsync((Func<int, CancellationToken, Task>)null!));
    }

    private static async IAsyncEnumerable<int> Numbers(int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return i;
        }
    }
}
