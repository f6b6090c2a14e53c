namespace Ephemeral.Tests.Documents;

/// <summary>Article, "EphemeralForEachAsync: The One-Shot Version".</summary>
public sealed class ArticleForEachTests
{
    private readonly HeldWork _work = new();

    [Fact]
    public async Task SimpleParallelProcessingWithTracking()
    {
        int[] items = [.. Enumerable.Range(0, 10)];
        List<int> windows = [];
        Task ProcessAsync(int item, CancellationToken ct) => _work.RunAsync($"{item}", ct);

        async Task Snippet()
        {
            await items.EphemeralForEachAsync(
                async (item, ct) => await ProcessAsync(item, ct),
                new EphemeralOptions { MaxConcurrency = 8, OnSample = window => { lock (windows) windows.Add(window.Count); } });
        }

        Task run = Snippet();
        await _work.Reached(8);
        Assert.Equal(8, _work.Started.Count);
        _work.ReleaseAll();
        await run.Within();
        Assert.Equal((10, 10), (_work.Started.Count, windows.Count));
    }

    [Fact]
    public async Task KeyedExecution_PerUserSequential_GloballyParallel()
    {
        Command[] commands = [new("A", 1), new("A", 2), new("A", 3), new("B", 4), new("B", 5), new("B", 6)];
        Task ExecuteCommandAsync(Command cmd, CancellationToken ct) => _work.RunAsync($"{cmd.UserId}{cmd.Number}", ct);

        async Task Snippet()
        {
            await commands.EphemeralForEachAsync(
                cmd => cmd.UserId,
                async (cmd, ct) => await ExecuteCommandAsync(cmd, ct),
                new EphemeralOptions
                {
                    MaxConcurrency = 32,
                    MaxConcurrencyPerKey = 1
                });
        }

        Task run = Snippet();
        await _work.Reached(2);
        Assert.Equal(["A1", "B4"], _work.Started.Order());
        _work.Release("B4");
        await _work.Reached(3);
        Assert.Equal("B5", _work.Started[2]);
        _work.ReleaseAll();
        await run.Within();
        Assert.Equal(["A1", "A2", "A3"], _work.Started.Where(static name => name[0] == 'A'));
        Assert.Equal(["B4", "B5", "B6"], _work.Started.Where(static name => name[0] == 'B'));
    }

    private sealed record Command(string UserId, int Number);
}
