using Ephemeral.Logging.Tests.Notifiers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Incidents;

public sealed class IncidentRegistrationTests
{
    [Fact]
    public async Task Host_TracksFromItsStart_ToEveryNotifier_AndStoresAtItsEnd()
    {
        ScriptedNotifier first = new() { Name = "first" };
        ScriptedNotifier second = new() { Name = "second" };
        ScriptedStore store = new();
        ListLogger console = new();
        HostApplicationBuilder builder = Builder();
        builder.Logging.AddProvider(console).AddSignals();
        builder.Services.AddSingleton<IIncidentStore>(store);
        builder.Services.AddIncidents(static options => options.MaxOpen = 5).AddIncidentNotifier(_ => first).AddIncidentNotifier(_ => second);
        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken).Within();

        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("orders").LogError("Order {Id} failed", 1);
        foreach (IncidentDelivery delivery in host.Services.GetServices<IncidentDelivery>()) await delivery.FlushAsync(TestContext.Current.CancellationToken).Within();
        await host.StopAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal("Order {Id} failed", Assert.Single(store.Kept).Title);
        Assert.Equal(IncidentSignals.Opened, Assert.Single(first.Attempts).Signal);
        Assert.Equal(IncidentSignals.Opened, Assert.Single(second.Attempts).Signal);
        Assert.Same(host.Services.GetRequiredService<IncidentTracker>(), host.Services.GetRequiredService<IncidentTracker>());
        Assert.Equal(
            (LogLevel.Error, "ephemeral.incident.opened"),
            Assert.Single(console.Records, static record => record.EventId.Name == "ephemeral.incident.opened") is var record ? (record.Level, record.EventId.Name) : default);
        Assert.Single(host.Services.GetRequiredService<IncidentTracker>().GetIncidents()); // its own record became none
    }

    [Fact]
    public async Task RestoredIncidents_ResolveBeforeTheHostHasStarted_AndNobodyMissesIt()
    {
        DateTimeOffset longAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        ScriptedNotifier notifier = new();
        HostApplicationBuilder builder = Builder();
        builder.Services.AddSingleton<IIncidentStore>(new ScriptedStore(new Incident
        {
            Id = "a", Fingerprint = "f", Rule = "errors", Title = "t", Count = 1, FirstSeen = longAgo, LastSeen = longAgo, OpenedAt = longAgo, AnnouncedAt = longAgo,
        }));
        builder.Services.AddIncidentNotifier(_ => notifier);
        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken).Within();

        await notifier.UntilAsync(1);

        Assert.Equal(IncidentSignals.Resolved, Assert.Single(notifier.Attempts).Signal);
    }

    [Fact]
    public void Configuration_SetsRulesAndLimits_TheDelegateComesAfterIt()
    {
        using ServiceProvider services = Services(
            options => options.MaxOccurrences = 7,
            ("MaxOpen", "50"),
            ("MaxOccurrences", "3"),
            ("RedactedNames:0", "iban"),
            ("Rules:0:Name", "db"),
            ("Rules:0:Pattern", "log.*.db*"),
            ("Rules:0:Threshold", "5"),
            ("Rules:0:Window", "00:00:30"),
            ("Rules:0:Cooldown", "00:05:00"),
            ("Rules:0:ResolveAfter", "01:00:00"),
            ("Rules:0:Severity", "critical"),
            ("Rules:1:Name", "rest"));

        IncidentOptions options = services.GetRequiredService<Microsoft.Extensions.Options.IOptions<IncidentOptions>>().Value;

        Assert.Equal(
            [
                new()
                {
                    Name = "db", Pattern = "log.*.db*", Threshold = 5, Window = TimeSpan.FromSeconds(30), Cooldown = TimeSpan.FromMinutes(5),
                    ResolveAfter = TimeSpan.FromHours(1), Severity = IncidentSeverity.Critical,
                },
                new() { Name = "rest" },
            ],
            options.Rules);
        Assert.Equal((50, 7), (options.MaxOpen, options.MaxOccurrences));
        Assert.Contains("iban", options.RedactedNames);
        Assert.Contains("password", options.RedactedNames);
    }

    [Fact]
    public async Task BadConfiguration_StopsTheStart_WithEveryFaultInOneMessage()
    {
        HostApplicationBuilder builder = Builder(
            ("MaxOpen", "many"),
            ("Colour", "red"),
            ("Rules:0:Name", "a"),
            ("Rules:0:Window", "soon"),
            ("Rules:0:Severity", "9"),
            ("Rules:1:Name", "a"),
            ("Rules:1:Cooldown", "-00:01:00"),
            ("Rules:1:Wait", "1"));
        builder.Services.AddIncidents();
        using IHost host = builder.Build();

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(TestContext.Current.CancellationToken)).Within();

        foreach (string text in (string[])
        [
            "(7 faults)",
            "Ephemeral:Incidents:MaxOpen must be a whole number but was 'many'.",
            "Ephemeral:Incidents:Colour is nothing that can be set here",
            "Ephemeral:Incidents:Rules:0:Window must be a time such as 00:05:00 but was 'soon'.",
            "Ephemeral:Incidents:Rules:0:Severity must be Info, Warning, Error or Critical but was '9'.",
            "Ephemeral:Incidents:Rules:1:Wait is nothing that a rule has",
            "Rules[1] Name must be unique but 'a' stands before it.",
            "Rules[1] Cooldown must not be negative but was -00:01:00.",
        ])
        {
            Assert.Contains(text, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void BadDelivery_IsRefusedWhereItIsAdded()
    {
        ServiceCollection services = new();

        Assert.Throws<ArgumentException>(() => services.AddIncidentNotifier(static _ => new ScriptedNotifier(), static options => options.QueueCapacity = 0));
        Assert.Throws<ArgumentNullException>(() => services.AddIncidentNotifier(null!));
    }

    [Fact]
    public async Task BadAddress_StopsTheStart()
    {
        HostApplicationBuilder builder = Builder();
        builder.Services.AddWebhookNotifier(new("ftp://nowhere"));
        using IHost host = builder.Build();

        await Assert.ThrowsAsync<ArgumentException>(() => host.StartAsync(TestContext.Current.CancellationToken)).Within();
    }

    private static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(static one => KeyValuePair.Create($"Ephemeral:Incidents:{one.Key}", (string?)one.Value)));
        return builder;
    }

    private static ServiceProvider Services(Action<IncidentOptions> configure, params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(Builder(settings).Configuration)
        .AddIncidents(configure)
        .BuildServiceProvider();
}
