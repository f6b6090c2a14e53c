namespace Ephemeral.Tests.Documents;

/// <summary>README, "Quick Start".</summary>
public sealed class ReadmeQuickStartTests
{
    private readonly HeldWork _work = new();
    private readonly ConsoleRecorder _console = new();

    [Fact]
    public async Task OneShotParallelProcessing()
    {
        WorkItem[] items = [.. Enumerable.Range(0, 20).Select(static i => new WorkItem($"{i}"))];
        Task ProcessAsync(WorkItem item, CancellationToken ct) => _work.RunAsync(item.Data, ct);

        async Task Snippet()
        {
            await items.EphemeralForEachAsync(
                async (item, ct) => await ProcessAsync(item, ct),
                new EphemeralOptions { MaxConcurrency = 8 });
        }

        Task run = Snippet();
        await _work.Reached(8);
        Assert.Equal(8, _work.Started.Count);
        Assert.False(run.IsCompleted);
        _work.ReleaseAll();
        await run.Within();
        Assert.Equal(items.Select(static item => item.Data).Order(), _work.Started.Order());
    }

    [Fact]
    public async Task LongLivedWorkCoordinator()
    {
        Task ProcessAsync(WorkItem item, CancellationToken ct) =>
            item.Data == "bad" ? throw new FormatException(item.Data) : _work.RunAsync(item.Data, ct);

        await using var coordinator = new EphemeralWorkCoordinator<WorkItem>(
            async (item, ct) => await ProcessAsync(item, ct),
            new EphemeralOptions
            {
                MaxConcurrency = 8,
                MaxTrackedOperations = 200,
                EnableOperationEcho = true,
                OperationEchoRetention = TimeSpan.FromMinutes(1),
                OperationEchoCapacity = 256,
                MaxOperationLifetime = TimeSpan.FromMinutes(5)
            });

        await coordinator.EnqueueAsync(new WorkItem("data"));
        for (int i = 1; i < 8; i++) await coordinator.EnqueueAsync(new($"{i}"));
        await _work.Reached(8);
        await coordinator.EnqueueAsync(new("bad"));
        await coordinator.EnqueueAsync(new("last"));

        var running = coordinator.GetRunning();
        var failed = coordinator.GetFailed();
        var pending = coordinator.PendingCount;
        Assert.Equal((8, 0, 2), (running.Count, failed.Count, pending));

        _work.ReleaseAll();
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal((9L, 1L, 0, 0), (coordinator.TotalCompleted, coordinator.TotalFailed, coordinator.PendingCount, coordinator.ActiveCount));
        Assert.Equal("bad", Assert.Single(coordinator.GetFailed()).Error?.Message);
    }

    [Fact]
    public async Task PerKeySequentialProcessing()
    {
        Order order1 = new("A", "order1"), order2 = new("A", "order2"), order3 = new("B", "order3");
        Task ProcessOrder(Order order, CancellationToken ct) => _work.RunAsync(order.Name, ct);

        await using var coordinator = new EphemeralKeyedWorkCoordinator<Order, string>(
            order => order.CustomerId,
            async (order, ct) => await ProcessOrder(order, ct),
            new EphemeralOptions
            {
                MaxConcurrency = 16,
                MaxConcurrencyPerKey = 1
            });

        await coordinator.EnqueueAsync(order1);
        await coordinator.EnqueueAsync(order2);
        await coordinator.EnqueueAsync(order3);

        await _work.Reached(2);
        Assert.Equal(["order1", "order3"], _work.Started.Order());
        Assert.Equal((2, 1), (coordinator.ActiveCount, coordinator.GetPendingCountForKey("A")));
        _work.Release("order1");
        await _work.Reached(3);
        Assert.Equal("order2", _work.Started[2]);
        _work.ReleaseAll();
    }

    [Fact]
    public async Task CapturingResults()
    {
        ConsoleRecorder Console = _console;
        async Task<Response> FetchAsync(Request req, CancellationToken ct)
        {
            await _work.RunAsync(req.Url, ct);
            return req.Url.StartsWith("https") ? new($"200 {req.Url}") : throw new FormatException(req.Url);
        }

        await using var coordinator = new EphemeralResultCoordinator<Request, Response>(
            async (req, ct) => await FetchAsync(req, ct),
            new EphemeralOptions { MaxConcurrency = 4 });

        async Task Snippet()
        {
            var id = await coordinator.EnqueueAsync(new Request("https://api.example.com"));
            var snapshot = await coordinator.WaitForResult(id);
            if (snapshot.HasResult)
                Console.WriteLine(snapshot.Result);
        }

        Task reading = Snippet();
        await _work.Reached(1);
        Assert.False(reading.IsCompleted);
        _work.ReleaseAll();
        await reading.Within();
        Assert.Equal([$"{new Response("200 https://api.example.com")}"], _console.Lines);

        var failed = await coordinator.WaitForResult(await coordinator.EnqueueAsync(new Request("ftp://"))).Within();
        Assert.False(failed.HasResult);
        Assert.IsType<FormatException>(failed.Error);
    }

    private sealed record WorkItem(string Data);

    private sealed record Order(string CustomerId, string Name);

    private sealed record Request(string Url);

    private sealed record Response(string Text);
}
