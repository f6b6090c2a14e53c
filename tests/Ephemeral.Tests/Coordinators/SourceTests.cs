using System.Runtime.CompilerServices;

namespace Ephemeral.Tests.Coordinators;

/// <summary>Sources that end early, late, never or badly: what was accepted runs, and nothing hangs.</summary>
public sealed class SourceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ALoopWhoseSourceThrows_RunsWhatItAccepted_ThenThrowsIt(int shape)
    {
        int ran = 0;
        Func<int, CancellationToken, Task> body = async (_, ct) =>
        {
            await Task.Yield();
            ct.ThrowIfCancellationRequested();
            Interlocked.Increment(ref ran);
        };
        EphemeralOptions options = new() { MaxConcurrency = 2 };

        IOException error = await Assert.ThrowsAsync<IOException>(() => shape switch
        {
            0 => Failing(10).EphemeralForEachAsync(body, options),
            1 => FailingAsync(10).EphemeralForEachAsync(body, options),
            _ => FailingAsync(10).EphemeralForEachAsync(static item => item, body, options),
        }).Within();

        Assert.Equal(("source", 10), (error.Message, ran));
    }

    [Fact]
    public async Task AKeySelectorThatThrows_EndsTheLoop_AndLosesNothingAccepted()
    {
        int ran = 0;

        await Assert.ThrowsAsync<FormatException>(() => Enumerable.Range(0, 20).EphemeralForEachAsync(
            static item => item < 10 ? item : throw new FormatException(),
            (_, _) =>
            {
                Interlocked.Increment(ref ran);
                return Task.CompletedTask;
            })).Within();

        Assert.Equal(10, ran);
    }

    [Fact]
    public async Task FailuresOfItemsAndOfTheSource_AreBothThrown()
    {
        EphemeralForEachException error = await Assert.ThrowsAsync<EphemeralForEachException>(
            () => Failing(3).EphemeralForEachAsync(static (item, _) => item == 1 ? throw new FormatException() : Task.CompletedTask)).Within();

        Assert.Equal([1], error.Failures.Select(static failure => failure.Index));
        Assert.Equal([typeof(FormatException), typeof(IOException)], error.InnerExceptions.Select(static inner => inner.GetType()));
        Assert.StartsWith("1 item failed; the first at index 1. The collection failed too.", error.Message);
    }

    [Fact]
    public async Task AnEnumeratorThatThrowsWhenDisposed_HidesNoFailure()
    {
        EphemeralForEachException error = await Assert.ThrowsAsync<EphemeralForEachException>(
            () => BadlyDisposed().EphemeralForEachAsync(static (item, _) => item == 1 ? throw new FormatException() : Task.CompletedTask)).Within();

        Assert.Equal([typeof(FormatException), typeof(IOException)], error.InnerExceptions.Select(static inner => inner.GetType()));
    }

    [Fact]
    public async Task ALoop_WaitsForItsAsynchronousCallbacks()
    {
        int handled = 0;
        EphemeralOptions options = new()
        {
            OnSignalAsync = async (_, _) =>
            {
                await Task.Yield();
                Interlocked.Increment(ref handled);
            },
        };

        await Enumerable.Range(0, 50).EphemeralForEachAsync(
            static (_, operation) =>
            {
                operation.Signal("x");
                return Task.CompletedTask;
            },
            options).Within();

        Assert.Equal(50, handled);
    }

    [Fact]
    public async Task ACancelledLoop_WaitsForItsBodies_HoweverShortTheDisposeTimeout()
    {
        using CancellationTokenSource cancellation = new();
        Gate gate = new();
        Task loop = FailingAsync(int.MaxValue).EphemeralForEachAsync(
            (_, _) => gate.WaitAsync(CancellationToken.None), new() { MaxConcurrency = 1, DisposeTimeout = TimeSpan.Zero }, cancellation.Token);
        await gate.Reached;

        await cancellation.CancelAsync();
        Assert.False(loop.IsCompleted);
        gate.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop).Within();
    }

    [Fact]
    public async Task Complete_EndsASourceThatIsQuiet()
    {
        Gate quiet = new();
        await using EphemeralWorkCoordinator<int> coordinator = EphemeralWorkCoordinator<int>.FromAsyncEnumerable(
            Quiet(quiet), static (_, _) => Task.CompletedTask);
        await quiet.Reached;

        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal(1, coordinator.TotalCompleted);
    }

    [Fact]
    public async Task AKeyedAndAResultCoordinator_TakeSourcesToo()
    {
        await using EphemeralKeyedWorkCoordinator<int, int> keyed = EphemeralKeyedWorkCoordinator<int, int>.FromAsyncEnumerable(
            Numbers(10), static item => item % 2, static (_, _, _) => Task.CompletedTask);
        await using EphemeralResultCoordinator<int, int> results = EphemeralResultCoordinator<int, int>.FromAsyncEnumerable(
            Numbers(10), static (item, _, _) => Task.FromResult(item));

        await keyed.DrainAsync().Within();
        await results.DrainAsync().Within();

        Assert.Equal(10, keyed.TotalCompleted);
        Assert.Equal(Enumerable.Range(0, 10), results.GetResults().Order());
    }

    [Fact]
    public async Task PriorityCoordinators_TakeSourcesToo_EachItemInItsLane()
    {
        List<string> order = [];
        Func<int, CancellationToken, Task> body = (item, _) =>
        {
            lock (order) order.Add($"{item}");
            return Task.CompletedTask;
        };
        PriorityLane[] lanes = [new("high"), new("normal")];
        await using PriorityWorkCoordinator<int> priority = PriorityWorkCoordinator<int>.FromAsyncEnumerable(Numbers(5), new(body, lanes), static item => item > 2 ? "high" : "normal");
        await using PriorityKeyedWorkCoordinator<int, int> keyed = PriorityKeyedWorkCoordinator<int, int>.FromAsyncEnumerable(Numbers(5), new(static item => item, body, lanes));

        await priority.DrainAsync().Within();
        await keyed.DrainAsync().Within();

        Assert.Equal((5L, 5L, 10), (priority.TotalCompleted, keyed.TotalCompleted, order.Count));
        await Assert.ThrowsAsync<ArgumentException>(() => PriorityWorkCoordinator<int>.FromAsyncEnumerable(Numbers(1), new(body, lanes), static _ => "unknown").DrainAsync()).Within();
    }

    [Fact]
    public async Task AnAwaitOfTheOuterCoordinator_InsideANestedLoop_IsRefused()
    {
        InvalidOperationException? error = null;
        EphemeralWorkCoordinator<int> coordinator = null!;
        await using (coordinator = new((_, _) => new[] { 1 }.EphemeralForEachAsync(async (_, _) =>
            error = await Assert.ThrowsAsync<InvalidOperationException>(() => coordinator.DrainAsync()))))
        {
            await coordinator.EnqueueAsync(1);
            coordinator.Complete();
            await coordinator.DrainAsync().Within();
        }

        Assert.Contains("inside one of its own bodies", error?.Message);
    }

    [Fact]
    public async Task ASourceThatTakesItsTime_IsChargedToNoItem()
    {
        ManualTimeProvider time = new();
        List<TimeSpan?> durations = [];
        IEnumerable<int> slow = Enumerable.Range(0, 5).Select(item =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return item;
        });

        await slow.EphemeralForEachAsync(
            static (_, _) => Task.CompletedTask,
            new() { MaxConcurrency = 1, TimeProvider = time, OnSample = window => durations = [.. window.Select(static operation => operation.Duration)] }).Within();

        Assert.Equal(Enumerable.Repeat<TimeSpan?>(TimeSpan.Zero, 5), durations);
    }

    [Fact]
    public async Task ASourceThatTakesItsTime_LeavesNoEndedItemRunning()
    {
        List<int> running = [];
        RunningCounter counter = new();
        IEnumerable<int> slow = Enumerable.Range(0, 5).Select(item =>
        {
            running.Add(counter.Running);
            return item;
        });

        await slow.EphemeralForEachAsync(static (_, _) => Task.CompletedTask, new() { MaxConcurrency = 1, Observer = counter }).Within();

        Assert.Equal([0, 0, 0, 0, 0], running);
    }

    private static IEnumerable<int> Failing(int good)
    {
        for (int i = 0; i < good; i++) yield return i;
        throw new IOException("source");
    }

    private static IEnumerable<int> BadlyDisposed()
    {
        try
        {
            yield return 0;
            yield return 1;
        }
        finally
        {
            Fail();
        }
    }

    private static void Fail() => throw new IOException("dispose");

    private static async IAsyncEnumerable<int> FailingAsync(int good)
    {
        for (int i = 0; i < good; i++)
        {
            await Task.CompletedTask;
            yield return i;
        }

        throw new IOException("source");
    }

    private static async IAsyncEnumerable<int> Numbers(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    private static async IAsyncEnumerable<int> Quiet(Gate quiet, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return 1;
        await quiet.WaitAsync(cancellationToken);
        yield return 2;
    }

    private sealed class RunningCounter : EphemeralObserver
    {
        private ObservedCoordinator? _coordinator;

        public int Running => _coordinator!.MeasureLanes()[0].Active;

        public override void CoordinatorCreated(ObservedCoordinator coordinator) => _coordinator = coordinator;
    }
}
