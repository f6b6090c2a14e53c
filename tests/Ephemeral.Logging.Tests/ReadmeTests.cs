using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests;

/// <summary>The example of the package's page, which is taken from here.</summary>
public sealed class ReadmeTests : IDisposable
{
    private StringWriter Console { get; } = new();

    public void Dispose() => Console.Dispose();

    [Fact]
    public void Example_PrintsWhatThePageShows()
    {
        // snippet: LoggingReadme
        SignalSink sink = new();
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddSignals(sink));
        using IncidentTracker incidents = new(sink);
        sink.Subscribe("log.error.*", signal => Console.WriteLine($"{signal.Signal} key={signal.Key}"));
        sink.Subscribe("incident.opened", signal => Console.WriteLine($"page somebody: {((Incident)signal.Payload!).Title}"));

        ILogger orders = loggers.CreateLogger("OrderService");
        for (int id = 1; id <= 3; id++)
            orders.LogError(new EventId(7, "Db Failure"), new InvalidOperationException("no connection"), "Order {OrderId} was not stored", id);
        Console.WriteLine($"incidents: {incidents.GetIncidents().Count}, times: {incidents.GetIncidents()[0].Count}");
        // end snippet

        const string Signal = "log.error.orderservice.db-failure:invalidoperationexception key=Db Failure\n";
        Assert.Equal(
            $"page somebody: Order {{OrderId}} was not stored\n{Signal}{Signal}{Signal}incidents: 1, times: 3\n",
            Console.ToString().ReplaceLineEndings("\n"));
    }
}
