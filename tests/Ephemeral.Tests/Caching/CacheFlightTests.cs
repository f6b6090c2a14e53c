using System.Runtime.CompilerServices;
using Ephemeral.Caching;

namespace Ephemeral.Tests.Caching;

/// <summary>Who waits for whom, and what a failure that nobody waits for does.</summary>
public sealed class CacheFlightTests
{
    [Fact]
    public async Task FactoriesThatWaitForTwoOthersEach_AreSearchedInLinearTime()
    {
        using EphemeralLruCache<int, long> cache = new();
        Gate leaves = new();

        Task<long> asked = await Task.Factory.StartNew(
            () => cache.GetOrAddAsync(90, FibonacciAsync).AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Within();
        leaves.Open();

        Assert.Equal(2_880_067_194_370_816_120, await asked.Within());

        async Task<long> FibonacciAsync(int n)
        {
            if (n < 2)
            {
                await leaves.WaitAsync();
                return n;
            }

            Task<long> second = cache.GetOrAddAsync(n - 2, FibonacciAsync).AsTask();
            Task<long> first = cache.GetOrAddAsync(n - 1, FibonacciAsync).AsTask();
            return await first + await second;
        }
    }

    [Fact]
    public void AChainOfAMillion_IsSearchedToItsEnd()
    {
        CacheFlight<int, int>[] chain = [.. Enumerable.Range(0, 1_000_000).Select(static key => new CacheFlight<int, int>(key, null))];
        for (int i = 1; i < chain.Length; i++) chain[i - 1].Await(chain[i]);
        CacheFlight<int, int> stranger = new(-1, null);

        Assert.True(chain[0].LeadsTo(chain[^1], 1));
        Assert.False(chain[0].LeadsTo(stranger, 2));
        Assert.False(chain[^1].LeadsTo(chain[0], 3));
        Assert.True(chain[7].LeadsTo(chain[7], 4));
    }

    [Fact]
    public void WhatOneSearchSaw_TheNextSeesAgain_UnlessItIsAwaitedNoMore()
    {
        CacheFlight<int, int>[] flights = [.. Enumerable.Range(0, 4).Select(static key => new CacheFlight<int, int>(key, null))];
        flights[0].Await(flights[1]);
        flights[0].Await(flights[2]);
        flights[1].Await(flights[3]);
        flights[2].Await(flights[3]);

        Assert.True(flights[0].LeadsTo(flights[3], 1));
        Assert.True(flights[0].LeadsTo(flights[3], 2));
        flights[2].AwaitNoMore(flights[3]);
        Assert.True(flights[0].LeadsTo(flights[3], 3));
        flights[1].AwaitNoMore(flights[3]);
        Assert.False(flights[0].LeadsTo(flights[3], 4));
    }

    [Fact]
    public async Task AFailureThatNobodyWaitsForAnyMore_IsNoUnobservedException()
    {
        const string Message = "nobody waits for this failure";
        int unobserved = 0;
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, arguments) =>
        {
            if (arguments.Exception.InnerExceptions.Any(static error => error.Message == Message)) Interlocked.Increment(ref unobserved);
        };
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            await FailUnheardAsync(Message);
            await Task.Yield(); // off the stack that ended it, which would keep it alive
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }

        Assert.Equal(0, unobserved);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task FailUnheardAsync(string message)
    {
        using EphemeralLruCache<string, int> cache = new();
        TaskCompletionSource<int> failing = new();
        using CancellationTokenSource impatient = new();
        Task<int> caller = cache.GetOrAddAsync("a", _ => failing.Task, cancellationToken: impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller.Within());

        failing.SetException(new InvalidOperationException(message));

        Assert.Equal(0, cache.GetStats().InFlight);
    }
}
