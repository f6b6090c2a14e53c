using System.Reflection;

namespace Ephemeral.Tests.Documents;

/// <summary>Article, "The Configuration Object" and "The Snapshot Records".</summary>
public sealed class ArticleOptionsTests
{
    [Fact]
    public void TheConfigurationObject()
    {
        EphemeralOptions options = new();

        int maxConcurrency = options.MaxConcurrency;
        int maxConcurrencyPerKey = options.MaxConcurrencyPerKey;
        bool enableDynamicConcurrency = options.EnableDynamicConcurrency;
        Assert.Equal((Environment.ProcessorCount, 1, false), (maxConcurrency, maxConcurrencyPerKey, enableDynamicConcurrency));

        int maxTrackedOperations = options.MaxTrackedOperations;
        TimeSpan? maxOperationLifetime = options.MaxOperationLifetime;
        Assert.Equal((200, TimeSpan.FromMinutes(5)), (maxTrackedOperations, maxOperationLifetime));

        bool enableFairScheduling = options.EnableFairScheduling;
        int fairSchedulingThreshold = options.FairSchedulingThreshold;
        Assert.Equal((false, 10), (enableFairScheduling, fairSchedulingThreshold));

        IReadOnlySet<string>? cancelOnSignals = options.CancelOnSignals;
        IReadOnlySet<string>? deferOnSignals = options.DeferOnSignals;
        int maxDeferAttempts = options.MaxDeferAttempts;
        TimeSpan deferCheckInterval = options.DeferCheckInterval;
        Assert.Equal((null, null, TimeSpan.FromMilliseconds(100)), (cancelOnSignals, deferOnSignals, deferCheckInterval));
        Assert.Equal(50, maxDeferAttempts); // the README's number; the article has 10

        SignalSink? signals = options.Signals;
        SignalConstraints? signalConstraints = options.SignalConstraints;
        Action<SignalEvent>? onSignal = options.OnSignal;
        Assert.Equal((null, null, null), (signals, signalConstraints, onSignal));

        Func<SignalEvent, CancellationToken, Task>? onSignalAsync = options.OnSignalAsync;
        int maxConcurrentSignalHandlers = options.MaxConcurrentSignalHandlers;
        int maxQueuedSignals = options.MaxQueuedSignals;
        Assert.Equal((null, 4, 1000), (onSignalAsync, maxConcurrentSignalHandlers, maxQueuedSignals));

        Action<IReadOnlyCollection<EphemeralOperationSnapshot>>? onSample = options.OnSample;
        Assert.Null(onSample);
        Assert.True(typeof(EphemeralOptions).IsSealed);
    }

    [Fact]
    public async Task KeyDesignDecisions_CancelAndDeferTakePatternsAndCommaLists()
    {
        SignalSink sink = new();
        await using EphemeralWorkCoordinator<int> coordinator = new(
            static (_, _) => Task.CompletedTask,
            new() { Signals = sink, CancelOnSignals = new HashSet<string> { "db.*, disk-?", "stop" } });
        await using EphemeralWorkCoordinator<int> deferring = new(
            static (_, _) => Task.CompletedTask,
            new() { Signals = sink, DeferOnSignals = new HashSet<string> { "db.*, disk-?", "stop" } });

        sink.Raise("disk-1");
        await coordinator.EnqueueAsync(1);
        await deferring.EnqueueAsync(1);
        coordinator.Complete();
        deferring.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal((1L, 1), (coordinator.TotalSkipped, deferring.PendingCount));
        sink.Retract("disk-1");
        await deferring.DrainAsync().Within();
        Assert.Equal(1, deferring.TotalCompleted);
    }

    [Fact]
    public async Task KeyDesignDecisions_SignalConstraintsPreventInfiniteLoops()
    {
        SignalSink sink = new(constraints: SignalConstraints.None);
        List<string> raised = [];
        TaskCompletionSource<SignalBlockReason> blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        sink.Subscribe("p?ng", signal => raised.Add(signal.Signal));
        await using EphemeralWorkCoordinator<string> coordinator = new(
            static (item, operation, _) =>
            {
                operation.Signal(item);
                return Task.CompletedTask;
            },
            new()
            {
                Signals = sink,
                SignalConstraints = new() { OnBlocked = (_, reason) => blocked.TrySetResult(reason) }
            });
        sink.Subscribe("ping", _ => coordinator.TryEnqueue("pong"));
        sink.Subscribe("pong", _ => coordinator.TryEnqueue("ping"));

        await coordinator.EnqueueAsync("ping");

        Assert.Equal(SignalBlockReason.CycleDetected, await blocked.Task.Within());
        Assert.Equal(["ping", "pong"], raised);
    }

    [Fact]
    public async Task TheSnapshotRecords()
    {
        await using EphemeralKeyedWorkCoordinator<string, string> coordinator = new(
            static item => item,
            static (item, operation, _) =>
            {
                operation.Signal("seen");
                return item == "bad" ? throw new FormatException() : Task.CompletedTask;
            },
            new() { MaxConcurrency = 1 });
        await coordinator.EnqueueManyAsync(["secret", "bad"]);
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        (long id, DateTimeOffset started, DateTimeOffset? completed, string? key, bool isFaulted, Exception? error, TimeSpan? duration, IReadOnlyList<string>? signals, bool isPinned) =
            coordinator.GetSnapshot().Last();

        Assert.True(id > 0 && completed >= started && duration >= TimeSpan.Zero);
        Assert.Equal(("bad", true, false), (key, isFaulted, isPinned));
        Assert.IsType<FormatException>(error);
        Assert.Equal(["seen"], signals);
        Assert.True(coordinator.GetSnapshot().First().HasSignal("seen"));
        EphemeralOperationSnapshot withDefaults = new(1, started, null, null, false, null, null);
        Assert.Equal((null, false, false), (withDefaults.Signals, withDefaults.IsPinned, withDefaults.HasSignal("seen")));
    }

    [Fact]
    public void TheSnapshotRecords_WithResults_AreMetadataOnly()
    {
        var snapshot = new EphemeralOperationSnapshot<string>(1, DateTimeOffset.UnixEpoch, null, "key", false, null, null, "result", true);

        (long _, DateTimeOffset _, DateTimeOffset? _, string? _, bool _, Exception? _, TimeSpan? _, string? result, bool hasResult, IReadOnlyList<string>? signals, bool isPinned) = snapshot;
        Assert.Equal(("result", true, null, false), (result, hasResult, signals, isPinned));
        Assert.DoesNotContain(
            typeof(EphemeralOperationSnapshot).GetProperties(BindingFlags.Instance | BindingFlags.Public),
            static property => property.Name.Contains("Item") || property.Name.Contains("Input") || property.Name.Contains("Payload"));
    }
}
