namespace Ephemeral.Tests.Documents;

/// <summary>Article, "Before and After", "Quick Start" and "The Work Coordinator: A Long-Lived Queue".</summary>
public sealed class ArticleCoordinatorTests
{
    private readonly HeldWork _work = new();
    private readonly ConsoleRecorder _console = new();

    [Fact]
    public async Task BeforeAndAfter()
    {
        ConsoleRecorder Console = _console;
        string item = "running";
        EndCounter ended = new();
        await using EphemeralWorkCoordinator<string> coordinator = new(
            (item, ct) => item == "bad" ? throw new FormatException() : _work.RunAsync(item, ct),
            new() { MaxConcurrency = 1, OnSample = ended.OnSample });
        await coordinator.EnqueueAsync("bad");
        await ended.Reached(1);

        await coordinator.EnqueueAsync(item);
        await _work.Reached(1);
        await coordinator.EnqueueAsync("waiting");

        Console.WriteLine($"Pending: {coordinator.PendingCount}");
        Console.WriteLine($"Active: {coordinator.ActiveCount}");
        Console.WriteLine($"Failed: {coordinator.TotalFailed}");

        var snapshot = coordinator.GetSnapshot();
        var failures = coordinator.GetFailed();

        Assert.Equal(["Pending: 1", "Active: 1", "Failed: 1"], _console.Lines);
        Assert.Equal((2, 1), (snapshot.Count, failures.Count));
    }

    [Fact]
    public async Task QuickStart_ReturnsImmediately_WorkHappensInBackground()
    {
        await using EphemeralWorkCoordinator<TranslationRequest> coordinator = new((request, ct) => _work.RunAsync(request.Text, ct), new() { MaxConcurrency = 8 });
        TranslationService service = new(coordinator);

        await service.TranslateAsync(new("Hello", "es")).Within();

        await _work.Reached(1);
        Assert.Equal("{ pending = 0, active = 1, completed = 0, failed = 0 }", $"{service.GetStatus()}");
        _work.ReleaseAll();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        Assert.Equal("{ pending = 0, active = 0, completed = 1, failed = 0 }", $"{service.GetStatus()}");
    }

    [Fact]
    public async Task TheWorkCoordinator()
    {
        ConsoleRecorder Console = _console;
        Task TranslateAsync(TranslationRequest request, CancellationToken ct) => _work.RunAsync(request.Text, ct);

        await using var coordinator = new EphemeralWorkCoordinator<TranslationRequest>(
            async (request, ct) => await TranslateAsync(request, ct),
            new EphemeralOptions
            {
                MaxConcurrency = 8,
                MaxTrackedOperations = 500,
                EnableDynamicConcurrency = true
            });

        await coordinator.EnqueueAsync(new TranslationRequest("Hello", "es"));
        await _work.Reached(1);

        Console.WriteLine($"Pending: {coordinator.PendingCount}");
        Console.WriteLine($"Active: {coordinator.ActiveCount}");
        Assert.Equal(["Pending: 0", "Active: 1"], _console.Lines);

        var snapshot = coordinator.GetSnapshot();
        var running = coordinator.GetRunning();
        var failed = coordinator.GetFailed();
        var completed = coordinator.GetCompleted();
        Assert.Equal((1, 1, 0, 0), (snapshot.Count, running.Count, failed.Count, completed.Count));

        coordinator.Pause();
        long operationId = await coordinator.EnqueueAsync(new("paused", "fr"));
        Assert.Equal((true, 1, 1), (coordinator.IsPaused, coordinator.PendingCount, coordinator.ActiveCount));
        coordinator.Resume();
        await _work.Reached(2);

        coordinator.SetMaxConcurrency(16);
        for (int i = 2; i < 20; i++) await coordinator.EnqueueAsync(new($"{i}", "de"));
        await _work.Reached(16);
        Assert.Equal((16, 4), (coordinator.ActiveCount, coordinator.PendingCount));

        Assert.True(coordinator.Pin(operationId));
        Assert.True(coordinator.Unpin(operationId));
        Assert.True(coordinator.Evict(operationId));
        Assert.Null(coordinator.TryGetOperation(operationId));
        _work.ReleaseAll();

        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        Assert.Equal((20L, 19), (coordinator.TotalCompleted, coordinator.GetCompleted().Count));
        Assert.False(coordinator.TryEnqueue(new("late", "it")));
    }

    [Fact]
    public async Task ContinuousStreamsWithIAsyncEnumerable()
    {
        Gate source = new();
        HeldWork work = HeldWork.Open();
        async IAsyncEnumerable<Message> Messages()
        {
            yield return new("first");
            await source.WaitAsync();
            yield return new("second");
        }

        IAsyncEnumerable<Message> messageStream = Messages();
        Task ProcessMessageAsync(Message msg, CancellationToken ct) => work.RunAsync(msg.Text, ct);

        await using var coordinator = EphemeralWorkCoordinator<Message>.FromAsyncEnumerable(
            messageStream,
            async (msg, ct) => await ProcessMessageAsync(msg, ct),
            new EphemeralOptions { MaxConcurrency = 16 });

        async Task Snippet()
        {
            await coordinator.DrainAsync();
        }

        Task drained = Snippet();
        await source.Reached;
        await work.Reached(1);
        Assert.False(drained.IsCompleted || coordinator.IsCompleted);
        source.Open();
        await drained.Within();
        Assert.Equal(["first", "second"], work.Started.Order());
        Assert.True(coordinator.IsDrained);
    }

    private sealed class TranslationService(EphemeralWorkCoordinator<TranslationRequest> coordinator)
    {
        public async Task TranslateAsync(TranslationRequest request)
        {
            await coordinator.EnqueueAsync(request);
        }

        public object GetStatus() => new
        {
            pending = coordinator.PendingCount,
            active = coordinator.ActiveCount,
            completed = coordinator.TotalCompleted,
            failed = coordinator.TotalFailed
        };
    }

    private sealed record TranslationRequest(string Text, string Language);

    private sealed record Message(string Text);
}
