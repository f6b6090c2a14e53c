using System.Text.Json;
using Ephemeral;
using LogWatcher.Orders;
using LogWatcher.Tests.Hosting;
using LogWatcher.Tests.Telemetry.Otlp;
using Microsoft.Extensions.Logging;

namespace LogWatcher.Tests.Telemetry;

/// <summary>The shipped rules and dashboard with a real Prometheus, and a real Alertmanager behind it.</summary>
[Collection(AppCollection.Name)]
public sealed class MonitoringTests
{
    private const string Alert = "EphemeralIncidentOpen";

    private static readonly DemoOptions _burst = new()
    {
        Orders = 0,
        PaymentTime = TimeSpan.FromMilliseconds(1),
        Timeout = TimeSpan.FromMilliseconds(1),
        BurstStart = 0,
        BurstLength = 25,
    };

    private static readonly DemoOptions _steady = new()
    {
        OrderEvery = TimeSpan.FromMilliseconds(20),
        PaymentTime = TimeSpan.FromMilliseconds(5),
        Timeout = TimeSpan.FromMilliseconds(5),
        BurstEvery = 50,
        BurstLength = 5,
    };

    [Fact]
    public async Task TheFaultBurst_FiresAtTheAlertmanager_AndResolves()
    {
        await using RunningApp app = await RunningApp.StartAsync(_burst);
        await using AlertmanagerServer alertmanager = await AlertmanagerServer.StartAsync();
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(new PrometheusSetup(TargetOf(app))
        {
            RuleFiles = [Dashboard.RulesFile],
            Alertmanager = alertmanager.Address,
        });
        await prometheus.FirstSampleAsync("ephemeral_incident_active == 0");
        Assert.Empty(await alertmanager.ActiveAsync(Alert));

        OrderService orders = app.Get<OrderService>();
        for (int i = 0; i < _burst.BurstLength; i++) Assert.NotNull(orders.TryPlace($"customer {i}", 1));

        await Eventually.Async(async token => (await FiringAsync(prometheus, token)).Count == 1, TestTimeout.Limit, "Prometheus to fire");
        IReadOnlyList<IReadOnlyDictionary<string, string>> active = [];
        await Eventually.Async(async token => (active = await alertmanager.ActiveAsync(Alert, token)).Count == 1, TestTimeout.Limit, "Alertmanager to hear of it");
        Assert.Equal("page", active[0]["severity"]);
        Assert.Equal("errors", active[0]["ephemeral_incident_rule"]);
        Assert.Equal("logwatcher", active[0]["job"]);

        await Eventually.Async(async token => (await FiringAsync(prometheus, token)).Count == 0, TestTimeout.Limit, "Prometheus to resolve");
        await Eventually.Async(async token => (await alertmanager.ActiveAsync(Alert, token)).Count == 0, TestTimeout.Limit, "Alertmanager to resolve");
        Assert.Equal(1, (await prometheus.QueryAsync("sum(ephemeral_incident_opened_total)")).Single().Value);
    }

    [Fact]
    public async Task EveryQueryOfTheDashboard_ReturnsData_ExemplarsLeadToTraces_AndThePageIsClean()
    {
        Dashboard dashboard = Dashboard.Read();
        Assert.Equal(["Now", "Flow", "Time", "Signals", "Memory", "Logs and incidents", "Self"], dashboard.Rows);
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        RunningApp app = await RunningApp.StartAsync(_steady, otlp: receiver.Address);
        await using HeldWork held = new();
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(new PrometheusSetup(TargetOf(app)) { RuleFiles = [Dashboard.RulesFile] });
        await prometheus.FirstSampleAsync("ephemeral_operation_duration_seconds_count > 0");
        await held.HoldAsync();
        for (int fault = 1; fault <= 2; fault++) // the second makes the count of those that ended rise
        {
            app.Get<ILoggerFactory>().CreateLogger("Shop").LogError("{Fault} went wrong", fault);
            await prometheus.FirstSampleAsync($"ephemeral_incident_duration_seconds_count >= {fault}");
        }

        foreach (string query in dashboard.Queries)
            await Eventually.Async(async token => (await prometheus.QueryAsync(query, token)).Any(static sample => !double.IsNaN(sample.Value)), TestTimeout.Limit, $"'{query}' to return data");
        foreach ((string query, string label) in dashboard.Variables)
            Assert.Contains(await prometheus.QueryAsync(query), sample => sample.Labels.ContainsKey(label));

        string[] traces = await TracesOfExemplarsAsync(prometheus);
        string page = await app.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)).Within();
        await app.DisposeAsync();
        Assert.NotEmpty(traces);
        Assert.Empty(traces.Except(receiver.Spans.Where(static span => span.Source == "Ephemeral").Select(static span => span.TraceId)));
        Assert.Equal((0, ""), await CommandLineTool.RunAsync("promtool", ["check", "metrics"], page));
    }

    private static PrometheusTarget TargetOf(RunningApp app) => new("logwatcher", new Uri(app.Http.BaseAddress!, "/metrics"));

    private static async Task<IReadOnlyList<JsonElement>> FiringAsync(PrometheusServer prometheus, CancellationToken cancellationToken) =>
    [
        .. (await prometheus.GetAsync("api/v1/alerts", cancellationToken)).GetProperty("alerts").EnumerateArray()
            .Where(static alert => alert.GetProperty("state").GetString() == "firing" && alert.GetProperty("labels").GetProperty("alertname").GetString() == Alert),
    ];

    private static async Task<string[]> TracesOfExemplarsAsync(PrometheusServer prometheus)
    {
        string query = Uri.EscapeDataString("ephemeral_operation_duration_seconds_bucket{ephemeral_coordinator_name='orders'}");
        JsonElement series = await prometheus.GetAsync($"api/v1/query_exemplars?query={query}&start=0&end=9999999999");
        return
        [
            .. series.EnumerateArray().SelectMany(static one => one.GetProperty("exemplars").EnumerateArray())
                .Select(static exemplar => exemplar.GetProperty("labels").GetProperty("trace_id").GetString()!).Distinct(),
        ];
    }

    /// <summary>Work in a lane that a signal holds back: what the demo does not do.</summary>
    private sealed class HeldWork : IAsyncDisposable
    {
        private readonly SignalSink _sink = new() { Name = "held" };
        private readonly PriorityWorkCoordinator<int> _coordinator;

        public HeldWork() => _coordinator = new(new(
            static (_, _) => Task.CompletedTask,
            [new PriorityLane("high")],
            new EphemeralOptions { Name = "held", Signals = _sink, DeferOnSignals = new HashSet<string> { "db.down" } }));

        public async Task HoldAsync()
        {
            _sink.Raise("db.down");
            await _coordinator.EnqueueAsync(1, "high").Within();
        }

        public ValueTask DisposeAsync() => _coordinator.DisposeAsync();
    }
}
