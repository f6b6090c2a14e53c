using System.Net;
using System.Text.Json;
using Ephemeral.Logging;
using LogWatcher.Incidents;
using LogWatcher.Orders;
using Microsoft.Extensions.Logging;

namespace LogWatcher.Tests.Hosting;

[Collection(AppCollection.Name)]
public sealed class IncidentApiTests
{
    private static readonly DemoOptions _idle = new() { Orders = 0 };

    [Fact]
    public async Task Incident_IsListed_Shown_AcknowledgedAndResolved()
    {
        await using RunningApp app = await RunningApp.StartAsync(_idle);
        app.Get<ILoggerFactory>().CreateLogger("Shop").LogError("No {Item} left", 1);
        string id = Assert.Single((await app.GetJsonAsync("/api/incidents")).EnumerateArray()).GetProperty("id").GetString()!;

        Assert.Equal("open", (await app.GetJsonAsync($"/api/incidents/{id}")).GetProperty("state").GetString());
        JsonElement acknowledged = await PostAsync(app, $"/api/incidents/{id}/acknowledge?by=ann", HttpStatusCode.OK);
        Assert.Equal(("acknowledged", "ann"), (acknowledged.GetProperty("state").GetString(), acknowledged.GetProperty("by").GetString()));
        await PostAsync(app, $"/api/incidents/{id}/acknowledge", HttpStatusCode.Conflict);
        Assert.Single((await app.GetJsonAsync("/api/incidents?state=acknowledged")).EnumerateArray());
        Assert.Empty((await app.GetJsonAsync("/api/incidents?state=open")).EnumerateArray());
        Assert.Equal("resolved", (await PostAsync(app, $"/api/incidents/{id}/resolve", HttpStatusCode.OK)).GetProperty("state").GetString());
        await PostAsync(app, $"/api/incidents/{id}/resolve", HttpStatusCode.Conflict);
        JsonElement refused = await PostAsync(app, $"/api/incidents/{id}/acknowledge", HttpStatusCode.Conflict);
        Assert.Equal($"The incident {id} is not open, or was acknowledged before.", refused.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task BadRequests_GetASentence()
    {
        await using RunningApp app = await RunningApp.StartAsync(_idle);

        await PostAsync(app, "/api/incidents/nobody/resolve", HttpStatusCode.NotFound);
        await PostAsync(app, "/api/incidents/nobody/acknowledge?by=" + new string('x', 101), HttpStatusCode.BadRequest);
        using HttpResponseMessage one = await app.Http.GetAsync(new Uri("/api/incidents/nobody", UriKind.Relative)).Within();
        Assert.Equal(HttpStatusCode.NotFound, one.StatusCode);
        using HttpResponseMessage list = await app.Http.GetAsync(new Uri("/api/incidents?state=red", UriKind.Relative)).Within();
        Assert.Equal(HttpStatusCode.BadRequest, list.StatusCode);
        Assert.Contains("The state 'red' is not known", await list.Content.ReadAsStringAsync().Within(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PageOfAnotherSite_ChangesNothing()
    {
        await using RunningApp app = await RunningApp.StartAsync(_idle);
        app.Get<ILoggerFactory>().CreateLogger("Shop").LogError("No {Item} left", 1);
        string id = app.Get<IncidentTracker>().GetIncidents()[0].Id;

        await PostAsync(app, $"/api/incidents/{id}/resolve", HttpStatusCode.Forbidden, "http://evil.example");
        await PostAsync(app, $"/api/incidents/{id}/resolve", HttpStatusCode.OK, app.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task RulesOfTheCommandLine_StandInPlaceOfTheConfiguredOnes()
    {
        await using RunningApp app = await RunningApp.StartAsync(_idle, incidents: new IncidentSettings
        {
            Rules = [new IncidentRule { Name = "often", Pattern = "log.warning.*", Threshold = 3, Severity = IncidentSeverity.Warning }],
        });
        ILogger log = app.Get<ILoggerFactory>().CreateLogger("Shop");

        log.LogError("not one of them");
        for (int i = 0; i < 3; i++) log.LogWarning("No {Item} left", i);

        Incident incident = Assert.Single(app.Get<IncidentTracker>().GetIncidents());
        Assert.Equal(("often", 3), (incident.Rule, incident.Count));
    }

    [Fact]
    public async Task RealAlertmanager_IsTold_AndThePageShowsWhoCouldNotBe()
    {
        await using AlertmanagerServer alertmanager = await AlertmanagerServer.StartAsync();
        await using RunningApp app = await RunningApp.StartAsync(_idle, incidents: new IncidentSettings
        {
            Alertmanager = alertmanager.Address,
            Webhook = new Uri($"http://127.0.0.1:{LoopbackPort.Next()}/"),
        });

        app.Get<ILoggerFactory>().CreateLogger("Shop").LogError("Login with {Password} failed", "hunter2");

        JsonElement alert = default;
        await Eventually.Async(
            async token => (await alertmanager.AlertsAsync("service=\"logwatcher\"", token)) is [var one] && (alert = one).ValueKind == JsonValueKind.Object,
            TestTimeout.Limit,
            "the alert");
        Assert.Equal("Login with *** failed", alert.GetProperty("annotations").GetProperty("description").GetString());
        await Eventually.Async(
            async _ => (await app.GetJsonAsync("/api/status")).GetProperty("notifiers").EnumerateArray().Any(static one => one.GetProperty("failedAttempts").GetInt64() > 0),
            TestTimeout.Limit,
            "an attempt to fail");
        string page = await app.Http.GetStringAsync(new Uri("/", UriKind.Relative)).Within();
        Assert.Contains("<td>incidents.webhook</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", page, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> PostAsync(RunningApp app, string path, HttpStatusCode expected, string? origin = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path);
        if (origin is not null) request.Headers.Add("Origin", origin);
        using HttpResponseMessage response = await app.Http.SendAsync(request).Within();
        string text = await response.Content.ReadAsStringAsync().Within();
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
