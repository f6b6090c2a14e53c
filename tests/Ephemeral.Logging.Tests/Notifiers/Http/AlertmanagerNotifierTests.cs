using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Notifiers;

public sealed class AlertmanagerNotifierTests
{
    private const string Mine = "service=\"shop\"";

    [Fact]
    public async Task RealAlertmanager_GetsAnIncident_AndItsResolution()
    {
        await using AlertmanagerServer server = await AlertmanagerServer.StartAsync();
        SignalSink sink = new();
        using SignalLoggerProvider provider = new(sink);
        using AlertmanagerNotifier notifier = new(server.Address, Options());
        await using IncidentDelivery delivery = new(sink, notifier);
        await using IncidentTracker tracker = new(sink);

        provider.CreateLogger("orders").LogCritical(new EventId(7, "DbFailure"), Incidents.Thrown.Here(), "Order {Id} failed", 1);
        await delivery.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal((1, null), (delivery.Delivered, delivery.LastFailure));
        Incident incident = Assert.Single(tracker.GetIncidents());
        JsonElement fired = await AlertAsync(server, "active");
        Assert.Equal(
            [("alertname", "EphemeralIncident"), ("incident", incident.Id), ("rule", "critical"), ("service", "shop"), ("severity", "critical")],
            Texts(fired.GetProperty("labels")).Order());
        Dictionary<string, string?> annotations = Texts(fired.GetProperty("annotations")).ToDictionary(static one => one.Name, static one => one.Value);
        Assert.Equal(("Order {Id} failed", "Order 1 failed", "1", "open"), (annotations["summary"], annotations["description"], annotations["count"], annotations["state"]));
        Assert.Equal($"http://status/{incident.Id}", fired.GetProperty("generatorURL").GetString());
        Assert.Equal(incident.OpenedAt, fired.GetProperty("startsAt").GetDateTimeOffset(), TimeSpan.FromMilliseconds(1));
        Assert.InRange(fired.GetProperty("endsAt").GetDateTimeOffset() - incident.OpenedAt, TimeSpan.FromMinutes(24.9), TimeSpan.FromMinutes(26)); // cooldown and quiet time

        Assert.True(tracker.Resolve(incident.Id, "ann"));
        await delivery.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal((2, null), (delivery.Delivered, delivery.LastFailure));
        await Eventually.Async(async token => (await server.AlertsAsync(Mine, token)).Count == 0, TimeSpan.FromSeconds(20), "the alert to be resolved");
    }

    [Fact]
    public async Task AlertmanagerThatStartsLate_GetsWhatWaited()
    {
        int port = LoopbackPort.Next();
        SignalSink sink = new();
        using SignalLoggerProvider provider = new(sink);
        using AlertmanagerNotifier notifier = new(new($"http://127.0.0.1:{port}"), Options());
        await using IncidentDelivery delivery = new(sink, notifier, new() { FirstDelay = TimeSpan.FromMilliseconds(100), LongestDelay = TimeSpan.FromMilliseconds(500) });
        await using IncidentTracker tracker = new(sink);
        provider.CreateLogger("orders").LogError("Order {Id} failed", 1);
        await Eventually.Async(_ => Task.FromResult(delivery.FailedAttempts > 2), TimeSpan.FromSeconds(20), "attempts to fail");

        await using AlertmanagerServer server = await AlertmanagerServer.StartAsync(port);
        await delivery.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal((1, 0), (delivery.Delivered, delivery.Undelivered));
        await AlertAsync(server, "active");
    }

    [Fact]
    public async Task LinkThatThrows_CostsTheLinkOnly()
    {
        await using WebReceiver receiver = await WebReceiver.StartAsync();
        using AlertmanagerNotifier notifier = new(receiver.Address, new() { Link = static _ => throw new InvalidOperationException() });

        await notifier.NotifyAsync(new(IncidentSignals.Opened, new() { Id = "a", Fingerprint = "f", Rule = "r", Title = "t" }), TestContext.Current.CancellationToken).Within();

        JsonElement alert = JsonDocument.Parse(Assert.Single(receiver.Taken).Body).RootElement[0];
        Assert.False(alert.TryGetProperty("generatorURL", out _));
        Assert.Equal("InvalidOperationException", alert.GetProperty("annotations").GetProperty("link_failure").GetString());
    }

    [Fact]
    public async Task TimesThatMakeNoSense_StillMakeAnAlertThatEndsAfterItBegins()
    {
        await using WebReceiver receiver = await WebReceiver.StartAsync();
        using AlertmanagerNotifier notifier = new(receiver.Address);
        DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Incident incident = new() { Id = "a", Fingerprint = "f", Rule = "r", Title = "t", OpenedAt = now, ResolvedAt = now.AddHours(-1), State = IncidentState.Resolved };
        Incident endless = incident with { ResolvedAt = null, State = IncidentState.Open, NextBy = DateTimeOffset.MaxValue };

        await notifier.NotifyAsync(new(IncidentSignals.Resolved, incident), TestContext.Current.CancellationToken).Within();
        await notifier.NotifyAsync(new(IncidentSignals.Opened, endless), TestContext.Current.CancellationToken).Within();

        Assert.All(receiver.Taken, static one =>
        {
            JsonElement alert = JsonDocument.Parse(one.Body).RootElement[0];
            Assert.True(alert.GetProperty("endsAt").GetDateTimeOffset() > alert.GetProperty("startsAt").GetDateTimeOffset());
        });
    }

    [Fact]
    public void BadOptions_AreRefusedWithEveryFault()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new AlertmanagerNotifier(new("http://a"), new()
        {
            Name = "",
            AlertName = " ",
            TimeProvider = null!,
            Labels = new Dictionary<string, string> { ["1st"] = "x", ["severity"] = "x", ["fine_1"] = "x" },
        }));

        foreach (string text in (string[])["Name must", "AlertName must", "TimeProvider must", "but has '1st'", "must not have 'severity'"])
            Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new AlertmanagerNotifier(new("alerts:9093")));
    }

    private static AlertmanagerOptions Options() => new()
    {
        Labels = new Dictionary<string, string> { ["service"] = "shop" },
        Link = static incident => new Uri($"http://status/{incident.Id}"),
    };

    private static async Task<JsonElement> AlertAsync(AlertmanagerServer server, string state)
    {
        IReadOnlyList<JsonElement> alerts = [];
        await Eventually.Async(
            async token => (alerts = await server.AlertsAsync(Mine, token)) is [var alert] && alert.GetProperty("status").GetProperty("state").GetString() == state,
            TimeSpan.FromSeconds(20),
            $"one {state} alert");
        return alerts[0];
    }

    private static IEnumerable<(string Name, string? Value)> Texts(JsonElement named) =>
        named.EnumerateObject().Select(static one => (one.Name, one.Value.GetString()));
}
