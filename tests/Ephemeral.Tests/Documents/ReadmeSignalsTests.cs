namespace Ephemeral.Tests.Documents;

/// <summary>README, "Signals", "Key Concepts" and "Shared Signal Sink".</summary>
public sealed class ReadmeSignalsTests
{
    private readonly ConsoleRecorder _console = new();
    private readonly HeldWork _work = new();

    [Fact]
    public async Task Signals_CallbackOnEachSignal()
    {
        ConsoleRecorder Console = _console;

        var options = new EphemeralOptions
        {
            OnSignal = evt => Console.WriteLine($"Signal: {evt.Signal} from {evt.OperationId}")
        };

        await using EphemeralWorkCoordinator<string> coordinator = Emitting(options);
        long id = await coordinator.EnqueueAsync("started saved");
        await DrainAsync(coordinator);
        Assert.Equal([$"Signal: started from {id}", $"Signal: saved from {id}"], _console.Lines);
    }

    [Fact]
    public async Task Signals_AsyncSignalHandling_DoesNotBlock()
    {
        Task LogToExternalService(SignalEvent evt, CancellationToken ct) => _work.RunAsync(evt.Signal, ct);
        EndCounter ended = new();

        var options = new EphemeralOptions
        {
            OnSignalAsync = async (evt, ct) => await LogToExternalService(evt, ct),
            OnSample = ended.OnSample
        };

        await using EphemeralWorkCoordinator<string> coordinator = Emitting(options);
        await coordinator.EnqueueAsync("started saved");
        await ended.Reached(1);
        await _work.Reached(2);
        Assert.Equal(["saved", "started"], _work.Started.Order());
        _work.ReleaseAll();
    }

    [Fact]
    public async Task Signals_QuerySignalsFromTheCoordinator()
    {
        await using EphemeralWorkCoordinator<string> coordinator = Emitting(new() { MaxConcurrency = 1 });
        await coordinator.EnqueueAsync("error error.db");
        await coordinator.EnqueueAsync("error error.disk saved");
        await DrainAsync(coordinator);

        bool hasErrors = coordinator.HasSignal("error");
        int errorCount = coordinator.CountSignals("error");
        var allErrors = coordinator.GetSignalsByPattern("error.*");

        Assert.Equal((true, 2), (hasErrors, errorCount));
        Assert.Equal(["error.db", "error.disk"], allErrors.Select(static signal => signal.Signal));
        Assert.False(coordinator.HasSignal("saved.twice"));
    }

    [Fact]
    public async Task SignalBasedControlFlow_CancelNewWork()
    {
        SignalSink sink = new();
        var options = new EphemeralOptions
        {
            CancelOnSignals = new HashSet<string> { "circuit-open", "shutting-down" },
            Signals = sink
        };

        await using EphemeralWorkCoordinator<string> coordinator = new((item, ct) => _work.RunAsync(item, ct), options);
        await coordinator.EnqueueAsync("before");
        await _work.Reached(1);
        sink.Raise("circuit-open");
        await coordinator.EnqueueAsync("during");
        _work.ReleaseAll();
        await DrainAsync(coordinator);
        Assert.Equal((1L, 1L), (coordinator.TotalCompleted, coordinator.TotalSkipped));

        sink.Retract("circuit-open");
        await using EphemeralWorkCoordinator<string> recovered = new((item, ct) => _work.RunAsync(item, ct), options);
        await recovered.EnqueueAsync("after");
        await DrainAsync(recovered);
        Assert.Equal(["before", "after"], _work.Started);
    }

    [Fact]
    public async Task SignalBasedControlFlow_DeferNewWork()
    {
        SignalSink sink = new();
        ManualTimeProvider time = new();
        var options = new EphemeralOptions
        {
            DeferOnSignals = new HashSet<string> { "backpressure", "rate-limited" },
            DeferCheckInterval = TimeSpan.FromMilliseconds(100),
            MaxDeferAttempts = 50,
            Signals = sink,
            TimeProvider = time
        };
        _work.ReleaseAll();

        await using EphemeralWorkCoordinator<string> coordinator = new((item, ct) => _work.RunAsync(item, ct), options);
        sink.Raise("backpressure");
        await coordinator.EnqueueAsync("resumed");
        Assert.Equal((1, 0), (coordinator.PendingCount, coordinator.ActiveCount));
        sink.Retract("backpressure");
        await _work.Reached(1);

        sink.Raise("rate-limited");
        await coordinator.EnqueueAsync("late");
        time.Advance(TimeSpan.FromMilliseconds(100 * 50 - 1));
        Assert.Equal((1, 0L), (coordinator.PendingCount, coordinator.TotalSkipped));
        time.Advance(TimeSpan.FromMilliseconds(1));
        await _work.Reached(2);
        Assert.Equal(["resumed", "late"], _work.Started);
    }

    [Fact]
    public async Task OperationScopedSignalEmission()
    {
        ResizeJob[] jobs = [new("small"), new("large")];
        string outputPath = "/out";

        var sink = new SignalSink();

        await jobs.EphemeralForEachAsync(async (job, op) =>
        {
            op.Signal($"resize.{job.SizeName}.started");

            await Task.Yield();

            op.Signal($"resize.{job.SizeName}.complete");
            op.Signal($"file.saved:{outputPath}");
        },
        new EphemeralOptions { MaxConcurrency = Environment.ProcessorCount },
        sink).Within();

        long[] ids = [.. sink.Sense().Select(static signal => signal.OperationId).Distinct()];
        Assert.Equal(2, ids.Length);
        long targetOpId = sink.Sense().Single(static signal => signal.Is("resize.small.started")).OperationId;

        var signalsForOp = sink.GetOpSignals(targetOpId);
        var resizeSignals = sink.GetOpSignals(targetOpId, "resize.*");

        Assert.Equal(["resize.small.started", "resize.small.complete", "file.saved:/out"], signalsForOp.Select(static signal => signal.Signal));
        Assert.Equal(["resize.small.started", "resize.small.complete"], resizeSignals.Select(static signal => signal.Signal));
        Assert.Equal(2, sink.CountRecentByPrefix("file.saved:", DateTimeOffset.MinValue));
    }

    [Fact]
    public async Task OperationScopedSignalEmission_NestedCoordinatorsHaveIdsOfTheirOwn()
    {
        SignalSink sink = new();

        await Enumerable.Range(0, 2).EphemeralForEachAsync(
            async (file, op) =>
            {
                op.Signal($"file.{file}");
                await Enumerable.Range(0, 2).EphemeralForEachAsync((size, inner) =>
                {
                    inner.Signal($"file.{file}.{size}");
                    return Task.CompletedTask;
                }, null, sink);
            },
            null,
            sink).Within();

        Assert.Equal(6, sink.Sense().Select(static signal => signal.OperationId).Distinct().Count());
    }

    [Fact]
    public void SignalOrchestrationHelpers_TypedPayloadsAndPushSubscribers()
    {
        BotEvidence payload = new("user-123");
        List<SignalEvent> tapped = [];

        var typed = new TypedSignalSink<BotEvidence>();
        SignalSink sink = typed.Untyped;
        sink.SignalRaised += evt => tapped.Add(evt);
        typed.Raise("bot.evidence", payload);

        Assert.Equal("bot.evidence", Assert.Single(tapped).Signal);
        Assert.True(sink.Detect("bot.evidence"));
        Assert.Same(payload, Assert.Single(typed.Sense()).Payload);
    }

    [Fact]
    public async Task SharedSignalSink()
    {
        var sink = new SignalSink();

        await using var coordinator1 = new EphemeralWorkCoordinator<WorkA>(
            async (a, ct) => { EphemeralOperation.Current!.Signal(a.Signal); },
            new EphemeralOptions { Signals = sink });

        await using var coordinator2 = new EphemeralWorkCoordinator<WorkB>(
            async (b, ct) => { },
            new EphemeralOptions { Signals = sink });

        sink.Raise("system.busy");

        await coordinator1.EnqueueAsync(new("system.down"));
        await DrainAsync(coordinator1);
        Assert.Equal((1L, 1L), (await SkippedAsync("system.busy"), await SkippedAsync("system.down")));
        sink.Retract("system.down");
        Assert.Equal((1L, 0L), (await SkippedAsync("system.busy"), await SkippedAsync("system.down")));

        async Task<long> SkippedAsync(string signal)
        {
            await using EphemeralWorkCoordinator<WorkB> listening = new(
                static (_, _) => Task.CompletedTask,
                new() { Signals = sink, CancelOnSignals = new HashSet<string> { signal } });
            await listening.EnqueueAsync(new());
            await DrainAsync(listening);
            return listening.TotalSkipped;
        }
    }

    [Fact]
    public async Task KeyConcepts_OperationLifecycle()
    {
        await using EphemeralWorkCoordinator<string> coordinator = new(
            async (item, operation, ct) =>
            {
                await _work.RunAsync(item, ct);
                operation.Signal(item);
            },
            new() { MaxConcurrency = 1, MaxTrackedOperations = 1 });
        long first = await coordinator.EnqueueAsync("first");
        await _work.Reached(1);
        long second = await coordinator.EnqueueAsync("second");

        Assert.Equal((1, 1), (coordinator.PendingCount, coordinator.ActiveCount));
        Assert.Equal(first, Assert.Single(coordinator.GetRunning()).Id);
        _work.Release("first");
        await _work.Reached(2);
        Assert.Equal(["first"], Assert.Single(coordinator.GetCompleted()).Signals);
        _work.ReleaseAll();
        await DrainAsync(coordinator);
        Assert.Equal(second, Assert.Single(coordinator.GetSnapshot()).Id);
        Assert.Equal(first, Assert.Single(coordinator.GetEchoes()).OperationId);
    }

    [Fact]
    public async Task KeyConcepts_SignalFlow()
    {
        SignalSink sink = new();
        List<string> flow = [];
        HeldWork asynchronous = HeldWork.Open();
        EphemeralWorkCoordinator<string>? coordinator = null;
        sink.Subscribe(signal => flow.Add($"sink {signal.Signal}"));
        await using (coordinator = Emitting(new()
        {
            MaxConcurrency = 1,
            Signals = sink,
            OnSignal = signal => flow.Add($"callback {signal.Signal} {sink.Detect(signal.Signal)}"),
            OnSignalAsync = (signal, ct) => asynchronous.RunAsync(signal.Signal, ct),
            CancelOnSignals = new HashSet<string> { "stop" }
        }))
        {
            await coordinator.EnqueueAsync("stop");
            await asynchronous.Reached(1);
            await coordinator.EnqueueAsync("never");
            await DrainAsync(coordinator);
        }

        Assert.Equal(["callback stop False", "sink stop"], flow);
        Assert.Equal((1L, 1L), (coordinator.TotalCompleted, coordinator.TotalSkipped));
    }

    /// <summary>Each item is the signals that its operation raises.</summary>
    private static EphemeralWorkCoordinator<string> Emitting(EphemeralOptions options) => new(
        static (item, operation, _) =>
        {
            foreach (string signal in item.Split(' ')) operation.Signal(signal);
            return Task.CompletedTask;
        },
        options);

    private static Task DrainAsync(CoordinatorBase coordinator)
    {
        coordinator.Complete();
        return coordinator.DrainAsync().Within();
    }

    private sealed record ResizeJob(string SizeName);

    private sealed record BotEvidence(string UserId);

    private sealed record WorkA(string Signal);

    private sealed record WorkB;
}
