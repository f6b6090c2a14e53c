using System.Runtime.CompilerServices;

namespace Ephemeral.Patterns.Tests.Guarantees;

/// <summary>G22: nothing grows without bound: what watchers, breakers and windows remember.</summary>
public sealed class G22_PatternsKeepNothingTests
{
    [Fact]
    public void AWatcher_RemembersABoundedNumberOfPairs()
    {
        RecentPairs pairs = new(capacity: 100);
        for (int i = 0; i < 10_000; i++) Assert.True(pairs.TryAdd(i, "error"));

        Assert.Equal(100, pairs.Count);
        Assert.False(pairs.TryAdd(9_999, "error"));
        Assert.True(pairs.TryAdd(0, "error")); // forgotten, and new again
    }

    [Fact]
    public void AWatcher_UnderManyThreads_StaysWithinItsBound()
    {
        RecentPairs pairs = new(capacity: 100);
        Parallel.For(0, 100_000, i => pairs.TryAdd(i, "error"));

        Assert.InRange(pairs.Count, 1, 100);
    }

    [Fact]
    public void ABreaker_ForgetsASourceThatIsGone()
    {
        SignalBasedCircuitBreaker breaker = new(threshold: 1);
        WeakReference gone = Trip(breaker);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(gone.IsAlive);
        GC.KeepAlive(breaker);
    }

    [Fact]
    public async Task APersistentWindow_KeepsNoMoreThanItsSink_AlsoWhileTheStoreFails()
    {
        SignalSink sink = new(maxCapacity: 50);
        PersistentSignals.UnsafeStore store = new() { Fails = static number => (number % 3 > 0, false) };
        await using PersistentSignalWindow window = await PersistentSignalWindow.OpenAsync(sink, store);
        for (int i = 0; i < 300; i++)
        {
            for (int j = 0; j < 20; j++) sink.Raise($"s{i}.{j}");
            try
            {
                await window.FlushAsync().Within();
            }
            catch (IOException)
            {
                // Two of three writes fail.
            }
        }

        Assert.InRange(window.StoredCount, 1, 100); // the sink's, and one difference
        Assert.All(store.Writes, static write => Assert.InRange(write.Added + write.Removed, 1, 100));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Trip(SignalBasedCircuitBreaker breaker)
    {
        SignalSink sink = new();
        sink.Raise("failure");
        Assert.True(breaker.IsOpen(sink));
        return new(sink);
    }
}
