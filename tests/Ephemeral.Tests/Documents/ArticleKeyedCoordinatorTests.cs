namespace Ephemeral.Tests.Documents;

/// <summary>Article, "The Keyed Coordinator: Per-Entity Pipelines" and the coordinators of its "Complete Example"; item-first, as ours are.</summary>
public sealed class ArticleKeyedCoordinatorTests
{
    private readonly HeldWork _work = new();

    [Fact]
    public async Task TheKeyedCoordinator()
    {
        Command hotUserCommand = new("user-123", 11);
        List<Command> deferred = [];
        Task ExecuteCommandAsync(Command cmd, CancellationToken ct) => _work.RunAsync($"{cmd.UserId} {cmd.Number}", ct);
        Task DeferCommandAsync(Command cmd)
        {
            deferred.Add(cmd);
            return Task.CompletedTask;
        }

        await using var coordinator = new EphemeralKeyedWorkCoordinator<Command, string>(
            cmd => cmd.UserId,
            async (cmd, ct) => await ExecuteCommandAsync(cmd, ct),
            new EphemeralOptions
            {
                MaxConcurrency = 32,
                MaxConcurrencyPerKey = 1,
                EnableFairScheduling = true,
                FairSchedulingThreshold = 10
            });
        Assert.True(coordinator.TryEnqueue(new("user-123", 0)));
        await _work.Reached(1);
        for (int i = 1; i <= 10; i++) Assert.True(coordinator.TryEnqueue(new("user-123", i)));

        if (!coordinator.TryEnqueue(hotUserCommand))
        {
            await DeferCommandAsync(hotUserCommand);
        }

        Assert.Same(hotUserCommand, Assert.Single(deferred));
        Assert.True(coordinator.TryEnqueue(new("user-456", 0)));
        await _work.Reached(2);
        Assert.Equal("user-456 0", _work.Started[1]);

        var pendingForUser = coordinator.GetPendingCountForKey("user-123");
        var opsForUser = coordinator.GetSnapshotForKey("user-123");

        Assert.Equal(10, pendingForUser);
        Assert.Equal("user-123", Assert.Single(opsForUser).Key);
        _work.ReleaseAll();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();
        Assert.Equal(Enumerable.Range(0, 11).Select(static i => $"user-123 {i}"), _work.Started.Where(static name => name.StartsWith("user-123")));
    }

    [Fact]
    public async Task CompleteExample()
    {
        SignalSink sink = new();
        await using EphemeralWorkCoordinator<string> translator = new((req, ct) => _work.RunAsync(req, ct), new EphemeralOptions { MaxConcurrency = 16 });
        await using EphemeralKeyedWorkCoordinator<Command, string> commands = new(
            cmd => cmd.UserId,
            async (cmd, op, ct) =>
            {
                op.Signal("error.command");
                await _work.RunAsync($"{cmd.Number}", ct);
            },
            new EphemeralOptions
            {
                MaxConcurrency = 32,
                MaxConcurrencyPerKey = 1,
                EnableFairScheduling = true,
                CancelOnSignals = new HashSet<string> { "system-overload" },
                Signals = sink
            });
        WorkController controller = new(translator, commands);

        Assert.Equal("{ pending = 0 }", controller.Submit(new("A", 0)));
        await _work.Reached(1);
        for (int i = 1; i <= 10; i++) controller.Submit(new("A", i));
        Assert.Equal("Too many pending commands for this user", controller.Submit(new("A", 11)));
        Assert.Equal(
            "{ translator = { pending = 0, active = 0, completed = 0, failed = 0, hasRateLimit = False }, commands = { pending = 10, active = 1, errorCount = 1 } }",
            $"{controller.GetStatus()}");

        sink.Raise("system-overload");
        _work.ReleaseAll();
        commands.Complete();
        await commands.DrainAsync().Within();
        Assert.Equal((1L, 10L), (commands.TotalCompleted, commands.TotalSkipped));
    }

    private sealed class WorkController(EphemeralWorkCoordinator<string> translator, EphemeralKeyedWorkCoordinator<Command, string> commands)
    {
        private readonly EphemeralWorkCoordinator<string> _translator = translator;
        private readonly EphemeralKeyedWorkCoordinator<Command, string> _commands = commands;

        public string Submit(Command command)
        {
            if (!_commands.TryEnqueue(command))
                return "Too many pending commands for this user";
            return $"{new { pending = _translator.PendingCount }}";
        }

        public object GetStatus() => new
        {
            translator = new
            {
                pending = _translator.PendingCount,
                active = _translator.ActiveCount,
                completed = _translator.TotalCompleted,
                failed = _translator.TotalFailed,
                hasRateLimit = _translator.HasSignal("rate-limit")
            },
            commands = new
            {
                pending = _commands.PendingCount,
                active = _commands.ActiveCount,
                errorCount = _commands.CountSignalsMatching("error.*")
            }
        };
    }

    private sealed record Command(string UserId, int Number);
}
