using System.Runtime.CompilerServices;

namespace Ephemeral.Tests.Coordinators;

/// <summary>What flows into a body, and what stays where it was set.</summary>
public sealed class ContextTests
{
    private static readonly AsyncLocal<string?> _context = new();

    [Fact]
    public async Task WhatOneBodySets_TheNextDoesNotSee()
    {
        List<string?> seen = [];
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, _) =>
            {
                seen.Add(_context.Value);
                _context.Value = "body";
                return Task.CompletedTask;
            },
            new() { MaxConcurrency = 1 });

        await coordinator.EnqueueManyAsync([1, 2, 3]);
        await Drained(coordinator);

        Assert.Equal([null, null, null], seen);
    }

    [Fact]
    public async Task WhatCallbacksSet_BodiesDoNotSee()
    {
        List<string?> seen = [];
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, _) =>
            {
                seen.Add(_context.Value);
                return Task.CompletedTask;
            },
            new() { MaxConcurrency = 1, MaxTrackedOperations = 1, OnSample = static _ => _context.Value = "sample" });
        coordinator.OperationFinalized += static _ => _context.Value = "finalized";

        await coordinator.EnqueueManyAsync([1, 2, 3]);
        await Drained(coordinator);

        Assert.Equal([null, null, null], seen);
    }

    [Fact]
    public async Task TheEnqueuersContext_StaysWithTheEnqueuer()
    {
        string? seen = "unset";
        await using EphemeralWorkCoordinator<int> coordinator = new((_, _) =>
        {
            seen = _context.Value;
            return Task.CompletedTask;
        });
        _context.Value = "request";

        await coordinator.EnqueueAsync(1);
        await Drained(coordinator);

        Assert.Null(seen);
    }

    [Fact]
    public async Task ASource_DoesNotKeepTheContextOfWhoeverMadeTheCoordinator()
    {
        string? seen = "unset";
        _context.Value = "request";
        await using EphemeralWorkCoordinator<int> coordinator = EphemeralWorkCoordinator<int>.FromAsyncEnumerable(
            Numbers(() => seen = _context.Value),
            static (_, _) => Task.CompletedTask);

        await coordinator.DrainAsync().Within();

        Assert.Null(seen);
        Assert.Equal("request", _context.Value);
    }

    [Fact]
    public async Task TheBodiesOfALoop_SeeTheirCallersContext_LikeThoseOfParallel()
    {
        System.Collections.Concurrent.ConcurrentBag<string?> seen = [];
        Func<int, CancellationToken, Task> body = async (_, _) =>
        {
            await Task.Yield();
            seen.Add(_context.Value);
        };
        _context.Value = "request";

        await Enumerable.Range(0, 3).EphemeralForEachAsync(body).Within();
        await Enumerable.Range(0, 3).EphemeralForEachAsync(static item => item, body).Within();
        await Numbers(static () => { }).EphemeralForEachAsync(body).Within();

        Assert.Equal(Enumerable.Repeat("request", 9), seen);
    }

    [Fact]
    public async Task ALoopInsideABody_CarriesTheCauseOfItsItem()
    {
        SignalSink sink = new();
        List<int> depths = [];
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, ct) => new[] { 1 }.EphemeralForEachAsync(
                (_, operation) =>
                {
                    operation.Signal("inner");
                    return Task.CompletedTask;
                },
                new() { Signals = sink },
                cancellationToken: ct));
        sink.Subscribe("outer", _ => coordinator.TryEnqueue(1));
        sink.Subscribe("inner", signal => depths.Add(signal.Depth));

        sink.Raise("outer");
        await Drained(coordinator);

        Assert.Equal([1], depths);
    }

    [Fact]
    public async Task Timers_AreMadeWithoutTheContextOfWhoeverNeedsThemFirst()
    {
        SuppressionRecorder time = new();
        SignalSink sink = new(timeProvider: time);
        _context.Value = "request";
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new()
            {
                TimeProvider = time,
                Signals = sink,
                DeferOnSignals = new HashSet<string> { "busy" },
                OperationTimeout = TimeSpan.FromMinutes(1),
            });
        await coordinator.EnqueueAsync(1);
        sink.Raise("busy");
        coordinator.Complete();
        sink.Retract("busy");

        await coordinator.DrainAsync().Within();

        Assert.NotEmpty(time.WasSuppressed);
        Assert.DoesNotContain(false, time.WasSuppressed);
    }

    private static async Task Drained(CoordinatorBase coordinator)
    {
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
    }

    private static async IAsyncEnumerable<int> Numbers(Action started, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        started();
        for (int i = 0; i < 3; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return i;
        }
    }

    /// <summary>The system's clock, which writes down whether a timer was made without the maker's context.</summary>
    private sealed class SuppressionRecorder : TimeProvider
    {
        public System.Collections.Concurrent.ConcurrentBag<bool> WasSuppressed { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            WasSuppressed.Add(ExecutionContext.IsFlowSuppressed());
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
