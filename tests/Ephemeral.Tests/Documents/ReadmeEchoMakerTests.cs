namespace Ephemeral.Tests.Documents;

/// <summary>README, "Echo Maker: capture the last words".</summary>
public sealed class ReadmeEchoMakerTests
{
    private readonly SignalSink _jobs = new();

    [Fact]
    public async Task EchoMaker_CaptureTheLastWords()
    {
        EchoRepository repository = new();
        var sink = _jobs;
        var typedSink = new TypedSignalSink<EchoPayload>(sink);
        var echoAtom = new OperationEchoAtom<EchoPayload>(async echo => await repository.AppendAsync(echo));

        await using var coordinator = new EphemeralWorkCoordinator<JobItem>(ProcessAsync);
        using var maker = coordinator.EnableOperationEchoing(
            typedSink,
            echoAtom,
            new OperationEchoMakerOptions<EchoPayload>
            {
                ActivationSignalPattern = "echo.capture",
                CaptureSignalPattern = "echo.*",
                MaxTrackedOperations = 128
            });

        await using EphemeralSignalJobRunner runner = new(sink, [new EchoJobs(typedSink)]);
        long first = await coordinator.EnqueueAsync(new("order-1"));
        long second = await coordinator.EnqueueAsync(new("order-2"));
        await coordinator.FlushAsync().Within();
        await runner.FlushAsync().Within();
        coordinator.Evict(first);
        coordinator.TryKill(second);
        await echoAtom.DisposeAsync().Within();

        Assert.Equal([first, second], repository.Echoes.Select(static echo => echo.OperationId));
        Assert.Equal(
            [new EchoPayload("order-1", "archivable"), new EchoPayload("order-2", "archivable")],
            repository.Echoes.Select(static echo => Assert.Single(echo.Captures).Payload));
    }

    private Task ProcessAsync(JobItem item, CancellationToken ct)
    {
        _jobs.Raise("job.done", key: item.Id);
        return Task.CompletedTask;
    }

    private sealed class EchoJobs(TypedSignalSink<EchoPayload> typedSink)
    {
        [EphemeralJob("job.done")]
        public Task OnJobDone(SignalEvent signal)
        {
            typedSink.Raise("echo.capture", new EchoPayload(signal.Key, "archivable"), key: signal.Key);
            return Task.CompletedTask;
        }
    }

    private sealed class EchoRepository
    {
        public List<OperationEchoEntry<EchoPayload>> Echoes { get; } = [];

        public Task AppendAsync(OperationEchoEntry<EchoPayload> echo)
        {
            Echoes.Add(echo);
            return Task.CompletedTask;
        }
    }

    private sealed record JobItem(string Id);

    private sealed record EchoPayload(string? Key, string Status);
}
