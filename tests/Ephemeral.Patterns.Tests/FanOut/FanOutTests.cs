using System.Collections.Concurrent;

namespace Ephemeral.Patterns.Tests.FanOut;

public sealed class FanOutTests
{
    [Fact]
    public async Task Controlled_ObeysBothLimits_AndKeepsTheOrderOfAKey()
    {
        ConcurrentDictionary<string, List<int>> seen = new();
        Load all = new();
        ConcurrentDictionary<string, Load> keys = new();
        await using ControlledFanOut<(string Key, int Number), string> fanOut = new(
            static item => item.Key,
            async (item, _) =>
            {
                using (all.Enter())
                using (keys.GetOrAdd(item.Key, static _ => new()).Enter())
                {
                    seen.GetOrAdd(item.Key, static _ => []).Add(item.Number);
                    await Task.Yield();
                }
            },
            maxGlobalConcurrency: 3);

        for (int i = 0; i < 500; i++) await fanOut.EnqueueAsync(($"key {i % 7}", i));
        await fanOut.DrainAsync().Within();

        Assert.InRange(all.Most, 1, 3);
        Assert.All(keys.Values, static key => Assert.Equal(1, key.Most));
        Assert.Equal(500, seen.Values.Sum(static list => list.Count));
        Assert.All(seen.Values, static list => Assert.Equal(list.Order(), list));
        await fanOut.DrainAsync().Within(); // a flush, not an end
        Assert.True(fanOut.TryEnqueue(("key 1", 500)));
    }

    [Fact]
    public async Task Controlled_ABusyKeyTakesNoSlotFromOthers()
    {
        Gate busy = new();
        TaskCompletionSource other = new();
        await using ControlledFanOut<string, string> fanOut = new(
            static item => item,
            (item, ct) =>
            {
                if (item == "busy") return busy.WaitAsync(ct);
                other.SetResult();
                return Task.CompletedTask;
            },
            maxGlobalConcurrency: 2);
        for (int i = 0; i < 10; i++) await fanOut.EnqueueAsync("busy");
        await busy.Reached;

        await fanOut.EnqueueAsync("other");

        await other.Task.Within();
        busy.Open();
        await fanOut.DrainAsync().Within();
    }

    [Fact]
    public async Task KeyedPriority_UrgentItemsGoFirst_AndAreRefusedBeyondTheirDepth()
    {
        Gate gate = new();
        List<string> order = [];
        await using KeyedPriorityFanOut<string, string> fanOut = new(
            static item => item,
            async (item, ct) =>
            {
                if (item == "first") await gate.WaitAsync(ct);
                order.Add(item);
            },
            maxConcurrency: 1,
            maxPriorityDepth: 2);
        await fanOut.EnqueueAsync("first");
        await gate.Reached;
        await fanOut.EnqueueAsync("normal");

        bool[] accepted = [await fanOut.EnqueuePriorityAsync("u1"), await fanOut.EnqueuePriorityAsync("u2"), await fanOut.EnqueuePriorityAsync("u3")];
        LaneCounts waiting = fanOut.PendingCounts;
        gate.Open();
        await fanOut.DrainAsync().Within();

        Assert.Equal([true, true, false], accepted);
        Assert.Equal(new LaneCounts(2, 1), waiting);
        Assert.Equal(["first", "u1", "u2", "normal"], order);
    }

    [Fact]
    public async Task KeyedPriority_SignalsCancelAndDeferTheUrgentLaneAlone()
    {
        SignalSink sink = new();
        ConcurrentQueue<string> ran = [];
        await using KeyedPriorityFanOut<string, string> fanOut = new(
            static item => item,
            (item, _) =>
            {
                ran.Enqueue(item);
                return Task.CompletedTask;
            },
            maxConcurrency: 1,
            sink: sink,
            cancelPriorityOn: new HashSet<string> { "urgent.cancel" },
            deferPriorityOn: new HashSet<string> { "urgent.hold" },
            timeProvider: new ManualTimeProvider());
        sink.Raise("urgent.hold");
        await fanOut.EnqueuePriorityAsync("held");
        await fanOut.EnqueueAsync("normal");
        sink.Retract("urgent.hold");
        await fanOut.DrainAsync().Within();
        sink.Raise("urgent.cancel");
        await fanOut.EnqueuePriorityAsync("dropped");
        await fanOut.DrainAsync().Within();

        Assert.Equal(["held", "normal"], ran.Order());
        Assert.Equal(1, fanOut.GetMetrics().Skipped);
    }

    [Fact]
    public void LimitsBelowOne_AreRefused()
    {
        Func<int, CancellationToken, Task> body = static (_, _) => Task.CompletedTask;
        foreach (int wrong in (int[])[0, -1])
        {
            Assert.Throws<ArgumentException>(() => new ControlledFanOut<int, int>(static item => item, body, wrong));
            Assert.Throws<ArgumentException>(() => new ControlledFanOut<int, int>(static item => item, body, 1, wrong));
            Assert.Throws<ArgumentException>(() => new KeyedPriorityFanOut<int, int>(static item => item, body, wrong));
            Assert.Throws<ArgumentException>(() => new KeyedPriorityFanOut<int, int>(static item => item, body, 1, wrong));
            Assert.Throws<ArgumentOutOfRangeException>(() => new KeyedPriorityFanOut<int, int>(static item => item, body, 1, maxPriorityDepth: wrong));
        }
    }

    private sealed class Load
    {
        private int _now;
        private int _most;

        public int Most => _most;

        public Left Enter()
        {
            int now = Interlocked.Increment(ref _now);
            for (int most = _most; now > most; most = _most) Interlocked.CompareExchange(ref _most, now, most);
            return new(this);
        }

        public readonly struct Left(Load load) : IDisposable
        {
            public void Dispose() => Interlocked.Decrement(ref load._now);
        }
    }
}
