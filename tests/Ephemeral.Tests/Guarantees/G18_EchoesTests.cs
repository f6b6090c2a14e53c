namespace Ephemeral.Tests.Guarantees;

/// <summary>G18: the README's echo sample echoes; a killed operation's own token is cancelled and its last words keep its pin state.</summary>
public sealed class G18_EchoesTests
{
    private const int Items = 50;

    private readonly SignalSink _sink = new();
    private readonly TypedSignalSink<string> _typed;

    public G18_EchoesTests() => _typed = new(_sink);

    /// <summary>The coordinator of the sample knows no sink: its body raises the signal that the job waits for.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheSample_EchoesEveryItem(bool leavesByAge)
    {
        ManualTimeProvider time = new();
        List<string> stored = [];
        await using OperationEchoAtom<string> echoAtom = new(async echo =>
        {
            await Task.Yield();
            stored.AddRange(echo.Captures.Select(capture => $"{echo.OperationId}:{capture.Payload}"));
        });
        await using EphemeralSignalJobRunner runner = new(_sink, [new Jobs(_typed)]);
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (item, _) =>
            {
                _sink.Raise("job.done", key: $"{item}");
                return Task.CompletedTask;
            },
            new() { TimeProvider = time });
        using OperationEchoMaker<string> maker = coordinator.EnableOperationEchoing(
            _typed,
            echoAtom,
            new() { ActivationSignalPattern = "echo.capture", CaptureSignalPattern = "echo.*", MaxTrackedOperations = 128 });
        List<long> ids = [];
        for (int i = 0; i < Items; i++) ids.Add(await coordinator.EnqueueAsync(i));
        await coordinator.FlushAsync().Within();
        await runner.FlushAsync().Within();

        if (leavesByAge) time.Advance(TimeSpan.FromMinutes(5));
        else ids.ForEach(id => coordinator.Evict(id));
        await echoAtom.DrainAsync().Within();

        Assert.Equal(ids.Select(static (id, item) => $"{id}:{item}").Order(), stored.Order());
    }

    [Fact]
    public async Task AKilledOperation_HasItsOwnTokenCancelled_AndItsLastWordsKeepItsPinState()
    {
        Gate gate = new();
        List<OperationEchoEntry<string>> echoes = [];
        List<EphemeralOperationSnapshot> left = [];
        TaskCompletionSource<bool> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EphemeralWorkCoordinator<string> coordinator = new(async (item, operation, _) =>
        {
            _typed.Raise("echo.capture", item);
            try
            {
                await gate.WaitAsync(operation.CancellationToken);
            }
            finally
            {
                ended.SetResult(operation.CancellationToken.IsCancellationRequested);
            }
        });
        coordinator.OperationFinalized += left.Add;
        using OperationEchoMaker<string> maker = coordinator.EnableOperationEchoing(_typed, echoes.Add);
        long id = await coordinator.EnqueueAsync("a");
        await gate.Reached;
        Assert.True(coordinator.Pin(id));

        Assert.True(coordinator.TryKill(id));

        Assert.True(await ended.Task.Within());
        Assert.True(Assert.Single(left).IsPinned);
        OperationEchoEntry<string> echo = Assert.Single(echoes);
        Assert.Equal((id, true, "a"), (echo.OperationId, echo.WasPinned, echo.Captures.Single().Payload));
        await coordinator.FlushAsync().Within();
        Assert.Equal(1, coordinator.TotalCancelled);
    }

    private sealed class Jobs(TypedSignalSink<string> typed)
    {
        [EphemeralJob("job.done")]
        public Task OnJobDone(SignalEvent signal)
        {
            typed.Raise("echo.capture", signal.Key!, key: signal.Key);
            return Task.CompletedTask;
        }
    }
}
