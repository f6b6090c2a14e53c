namespace Ephemeral.Tests.Documents;

/// <summary>The example on the first screen of our own README: the text there is taken from here.</summary>
public sealed class FirstScreenTests
{
    private readonly StringWriter _console = new();

    private StringWriter Console => _console;

    [Fact]
    public async Task TheExample_PrintsWhatTheReadmeShows()
    {
        // snippet: FirstScreen
        SignalSink sink = new();
        sink.Subscribe("order.*", signal => Console.WriteLine($"{signal.Signal} for {signal.Key}"));

        await using var orders = EphemeralKeyedWorkCoordinator.Create(
            (Order order) => order.Customer,
            async (order, operation, ct) =>
            {
                await ShipAsync(order, ct);
                operation.Signal("order.shipped");
            },
            new() { MaxConcurrency = 8, Signals = sink });

        await orders.EnqueueManyAsync([new("Ann", "book"), new("Bob", "bomb"), new("Ann", "pen")]);
        orders.Complete();
        await orders.DrainAsync();
        Console.WriteLine($"{orders.TotalCompleted} shipped, {orders.TotalFailed} failed: {orders.GetFailed().First().Error?.Message}");
        // end snippet

        Assert.Equal(
            """
            order.shipped for Ann
            order.shipped for Ann
            2 shipped, 1 failed: Nobody ships a bomb.

            """.ReplaceLineEndings("\n"),
            _console.ToString().ReplaceLineEndings("\n"));
    }

    private static async Task ShipAsync(Order order, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        if (order.Item == "bomb") throw new InvalidOperationException("Nobody ships a bomb.");
    }

    private sealed record Order(string Customer, string Item);
}
