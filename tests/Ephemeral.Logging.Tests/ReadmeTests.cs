using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void Example_PrintsWhatThePageShows()
    {
        List<string> lines = [];
        SignalSink sink = new();
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddSignals(sink));
        using IncidentTracker incidents = new(sink);
        sink.Subscribe("log.error.*", signal => lines.Add($"{signal.Signal} key={signal.Key}"));
        sink.Subscribe("incident.opened", signal => lines.Add($"page somebody: {((Incident)signal.Payload!).Title}"));

        ILogger orders = loggers.CreateLogger("OrderService");
        for (int id = 1; id <= 3; id++)
            orders.LogError(new EventId(7, "Db Failure"), new InvalidOperationException("no connection"), "Order {OrderId} was not stored", id);
        lines.Add($"incidents: {incidents.GetIncidents().Count}, times: {incidents.GetIncidents()[0].Count}");

        const string Signal = "log.error.orderservice.db-failure:invalidoperationexception key=Db Failure";
        Assert.Equal(["page somebody: Order {OrderId} was not stored", Signal, Signal, Signal, "incidents: 1, times: 3"], lines);
    }
}
