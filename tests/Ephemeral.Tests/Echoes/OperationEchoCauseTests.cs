namespace Ephemeral.Tests.Echoes;

/// <summary>Whose a captured signal is: by its own operation, or by a step of what caused it.</summary>
public sealed class OperationEchoCauseTests
{
    private readonly SignalSink _sink = new();
    private readonly TypedSignalSink<string> _typed;
    private readonly List<OperationEchoEntry<string>> _echoes = [];

    public OperationEchoCauseTests() => _typed = new(_sink);

    [Fact]
    public async Task ASignalRaisedInABody_IsThatOperations_AlsoInAPlainBody()
    {
        await using EphemeralKeyedWorkCoordinator<string, string> coordinator = EphemeralKeyedWorkCoordinator.Create(
            static (string item) => item,
            async (item, _) =>
            {
                await Task.Yield();
                _typed.Raise("said", item);
            });
        using OperationEchoMaker<string> maker = coordinator.EnableOperationEchoing(_typed, _echoes.Add);
        long id = await coordinator.EnqueueAsync("a");
        await coordinator.FlushAsync().Within();

        coordinator.Evict(id);

        OperationEchoEntry<string> echo = Assert.Single(_echoes);
        Assert.Equal((id, "a", "a"), (echo.OperationId, echo.Key, echo.Captures[0].Payload));
    }

    [Fact]
    public async Task ASignalOfAJob_IsTheOperationsThatRaisedItsTrigger()
    {
        await using EphemeralSignalJobRunner runner = new(_sink, [new Jobs(_typed)]);
        await using EphemeralWorkCoordinator<string> coordinator = new(
            (item, _) =>
            {
                _sink.Raise("first", key: item);
                return Task.CompletedTask;
            });
        using OperationEchoMaker<string> maker = coordinator.EnableOperationEchoing(_typed, _echoes.Add, new() { CaptureSignalPattern = "direct" });

        long id = await RunAsync(coordinator, runner, "a");
        coordinator.Evict(id);

        Assert.Equal(["direct:a"], Assert.Single(_echoes).Captures.Select(static capture => capture.Payload));
    }

    [Fact]
    public async Task ASignalTwoStepsAway_IsStillTheOperationsThatBeganTheChain()
    {
        await using EphemeralSignalJobRunner runner = new(_sink, [new Jobs(_typed)]);
        await using EphemeralWorkCoordinator<string> coordinator = new(
            static (item, operation, _) =>
            {
                operation.Signal("first");
                return Task.CompletedTask;
            },
            new() { Signals = _sink });
        using OperationEchoMaker<string> maker = coordinator.EnableOperationEchoing(_typed, _echoes.Add, new() { CaptureSignalPattern = "indirect" });

        long id = await RunAsync(coordinator, runner, "a");
        coordinator.Evict(id);

        OperationEchoEntry<string> echo = Assert.Single(_echoes);
        Assert.Equal((id, "indirect"), (echo.OperationId, echo.Captures.Single().Signal));
    }

    [Fact]
    public async Task OfSeveralStepsThatAreOperations_TheLatestCounts_AndItsOwnIdBeforeAll()
    {
        await using EphemeralWorkCoordinator<string> coordinator = new(static (_, _) => Task.CompletedTask);
        using OperationEchoMaker<string> maker = coordinator.EnableOperationEchoing(_typed, _echoes.Add);
        long[] ids = [await coordinator.EnqueueAsync("a"), await coordinator.EnqueueAsync("b"), await coordinator.EnqueueAsync("c")];
        await coordinator.FlushAsync().Within();
        SignalPropagation chain = SignalPropagation.Root("x", ids[0]).Extend("y", ids[1]).Extend("z", 0);

        _typed.Raise("by cause", "1", propagation: chain);
        _typed.Raise(new SignalEvent<string>("by id", ids[2], null, default, "2", chain));
        foreach (long id in ids) coordinator.Evict(id);

        Assert.Equal([(ids[1], "1"), (ids[2], "2")], _echoes.Select(static echo => (echo.OperationId, echo.Captures.Single().Payload)));
    }

    [Fact]
    public async Task ARunnersOwnRuns_EchoToo()
    {
        await using EphemeralSignalJobRunner runner = new(_sink, [new Jobs(_typed)]);
        using OperationEchoMaker<string> maker = runner.EnableOperationEchoing(_typed, _echoes.Add);
        _sink.Raise("first", key: "a");
        await runner.FlushAsync().Within();
        await runner.FlushAsync().Within();

        foreach (EphemeralOperationSnapshot run in runner.GetSnapshot()) runner.Evict(run.Id);

        Assert.Equal(["direct", "indirect"], _echoes.SelectMany(static echo => echo.Captures).Select(static capture => capture.Signal));
    }

    [Fact]
    public async Task UnderLoad_NoCaptureIsLost_AndDisposeMayComeAtAnyTime()
    {
        const int Items = 2_000;
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (item, _) =>
            {
                _typed.Raise("said", $"{item}");
                return Task.CompletedTask;
            },
            new() { MaxConcurrency = 4, MaxTrackedOperations = 1 });
        int echoed = 0;
        using OperationEchoMaker<string> maker = coordinator.EnableOperationEchoing(_typed, echo => Interlocked.Add(ref echoed, echo.Captures.Count));
        OperationEchoMaker<string> second = coordinator.EnableOperationEchoing(_typed, static _ => { });
        for (int i = 0; i < Items; i++)
        {
            await coordinator.EnqueueAsync(i);
            if (i == Items / 2) second.Dispose();
        }

        coordinator.Complete();
        await coordinator.DrainAsync().Within(); // after the last callback, which a flush is not

        foreach (EphemeralOperationSnapshot left in coordinator.GetSnapshot()) coordinator.Evict(left.Id);
        Assert.Equal((Items, 0, 0L, 0L), (echoed, maker.TrackedCount, maker.RefusedCount, maker.DroppedCaptures));
        Assert.Equal((0L, 0L), (maker.CallbackFailures, second.CallbackFailures));
    }

    /// <summary>Runs one item and the two jobs that follow from it.</summary>
    private static async Task<long> RunAsync(EphemeralWorkCoordinator<string> coordinator, EphemeralSignalJobRunner runner, string item)
    {
        long id = await coordinator.EnqueueAsync(item);
        await coordinator.FlushAsync().Within();
        await runner.FlushAsync().Within();
        await runner.FlushAsync().Within();
        return id;
    }

    private sealed class Jobs(TypedSignalSink<string> typed)
    {
        [EphemeralJob("first", EmitOnComplete = "second")]
        public Task First(SignalEvent signal)
        {
            typed.Raise("direct", $"direct:{signal.Key}");
            return Task.CompletedTask;
        }

        [EphemeralJob("second")]
        public Task Second(SignalEvent signal)
        {
            typed.Raise("indirect", $"indirect:{signal.Key}");
            return Task.CompletedTask;
        }
    }
}
