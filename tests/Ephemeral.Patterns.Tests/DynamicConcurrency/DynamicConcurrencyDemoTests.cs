using System.Runtime.CompilerServices;

namespace Ephemeral.Patterns.Tests.DynamicConcurrency;

public sealed class DynamicConcurrencyDemoTests
{
    private readonly SignalSink _sink = new();

    [Fact]
    public async Task EachSignalIsOneStep_WithinTheBounds()
    {
        await using DynamicConcurrencyDemo<int> demo = new(static (_, _) => Task.CompletedTask, _sink, minConcurrency: 3, maxConcurrency: 20);
        List<int> limits = [demo.CurrentMaxConcurrency];
        foreach (string signal in (string[])["load.high", "load.high", "load.high", "load.high", "load.low", "load.other", "load.low", "load.low", "load.low"])
        {
            _sink.Raise(signal);
            limits.Add(demo.CurrentMaxConcurrency);
        }

        Assert.Equal([3, 6, 12, 20, 20, 10, 10, 5, 3, 3], limits);
    }

    [Fact]
    public async Task ARaisedLimit_LetsWaitingItemsStart()
    {
        Gate gate = new();
        TaskCompletionSource second = new();
        int running = 0;
        await using DynamicConcurrencyDemo<int> demo = new(
            (_, ct) =>
            {
                if (Interlocked.Increment(ref running) == 2) second.SetResult();
                return gate.WaitAsync(ct);
            },
            _sink);
        await demo.EnqueueAsync(1);
        await demo.EnqueueAsync(2);
        await gate.Reached;
        Assert.Equal(1, running);

        _sink.Raise("load.high");

        await second.Task.Within();
        gate.Open();
        await demo.DrainAsync().Within();
    }

    [Fact]
    public async Task ManyThreads_LoseNoStep()
    {
        await using DynamicConcurrencyDemo<int> demo = new(static (_, _) => Task.CompletedTask, _sink, 1, 1 << 20);
        Parallel.For(0, 19, _ => _sink.Raise("load.high"));
        Assert.Equal(1 << 19, demo.CurrentMaxConcurrency);
        Parallel.For(0, 19, _ => _sink.Raise("load.low"));
        Assert.Equal(1, demo.CurrentMaxConcurrency);
    }

    [Fact]
    public void WhatIsAppliedLate_IsAppliedAnew()
    {
        int applied = 0;
        ScaledLimit? limit = null;
        limit = new(1, 32, 1, value =>
        {
            if (value == 2 && applied == 0) limit!.Double(); // another thread is faster
            applied = value;
        });

        limit.Double();

        Assert.Equal((4, 4), (limit.Current, applied));
    }

    [Fact]
    public async Task AfterDispose_SignalsChangeNothing()
    {
        DynamicConcurrencyDemo<int> demo = new(static (_, _) => Task.CompletedTask, _sink);
        await demo.DisposeAsync();
        _sink.Raise("load.high");
        Assert.Equal((1, 0L), (demo.CurrentMaxConcurrency, _sink.CallbackFailures));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 0)]
    public void BoundsOutOfRange_AreRefused(int lowest, int highest) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DynamicConcurrencyDemo<int>(static (_, _) => Task.CompletedTask, _sink, lowest, highest));

    [Fact]
    public void ARefusedPattern_LeavesNothingInTheSink()
    {
        WeakReference body = Refused(_sink);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(body.IsAlive);
        GC.KeepAlive(_sink);
    }

    [Fact]
    public void MissingArguments_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new DynamicConcurrencyDemo<int>(static (_, _) => Task.CompletedTask, null!));
        Assert.Throws<ArgumentNullException>(() => new DynamicConcurrencyDemo<int>(null!, _sink));
        Assert.Throws<ArgumentException>(() => new DynamicConcurrencyDemo<int>(static (_, _) => Task.CompletedTask, _sink, scaleUpPattern: ""));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Refused(SignalSink sink)
    {
        object held = new();
        Assert.Throws<ArgumentException>(() => new DynamicConcurrencyDemo<int>((_, _) => Task.FromResult(held), sink, scaleDownPattern: ""));
        return new(held);
    }
}
