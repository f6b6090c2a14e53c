using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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

    [Fact]
    public async Task Registration_TellsEverybody()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        InMemoryIncidentStore store = new();
        Uri alertmanager = new("http://127.0.0.1:1/");
        Uri webhook = new("http://127.0.0.1:1/hook");
        const string secret = "0123456789abcdef";

        // snippet: IncidentsReadme
        builder.Logging.AddSignals();
        builder.Services.AddSingleton<IIncidentStore>(store);
        builder.Services.AddIncidents(options => options.MaxOpen = 100);
        builder.Services.AddAlertmanagerNotifier(alertmanager, options => options.Labels["service"] = "shop");
        builder.Services.AddWebhookNotifier(webhook, options => options.Secret = secret);
        // end snippet

        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken).Within();
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("orders").LogError("failed");
        await host.StopAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal(["incidents.alertmanager", "incidents.webhook"], host.Services.GetServices<IncidentDelivery>().Select(static one => one.Name));
        Assert.All(host.Services.GetServices<IncidentDelivery>(), static one => Assert.Equal(1, one.Waiting));
        Assert.Single(await store.LoadAsync(TestContext.Current.CancellationToken));
    }
}
