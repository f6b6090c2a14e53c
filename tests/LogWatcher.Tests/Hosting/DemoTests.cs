using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ephemeral;
using LogWatcher.Jobs;
using LogWatcher.Orders;
using LogWatcher.Web;
using Microsoft.Extensions.Logging;

namespace LogWatcher.Tests.Hosting;

[Collection(AppCollection.Name)]
public sealed class DemoTests
{
    private const int Orders = 200;
    private const int Failures = 25;

    private static readonly DemoOptions _idle = new() { Orders = 0 };

    private static readonly DemoOptions _fast = new()
    {
        Orders = Orders,
        OrderEvery = TimeSpan.FromMilliseconds(2),
        PaymentTime = TimeSpan.FromMilliseconds(1),
        Timeout = TimeSpan.FromMilliseconds(1),
        BurstLength = Failures,
    };

    [Fact]
    public async Task ARealPrometheusSeesTheNumbersOfTheApp()
    {
        EphemeralSignalJobRunner? hot = null;
        await using RunningApp app = await RunningApp.StartAsync(_fast, services =>
        {
            JobRunners jobs = (JobRunners)services.GetService(typeof(JobRunners))!;
            hot = jobs.Runners.Single(runner => runner.Lanes.Single().Name == "hot");
            hot.Pause(); // so that its lane is not empty when it is at rest
        });
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(new PrometheusTarget("logwatcher", new Uri(app.Http.BaseAddress!, "/metrics")));
        await Eventually.Async(async _ => Ended(await app.GetCoordinatorAsync("orders")) == Orders, TestTimeout.Limit, "all orders to end");

        PrometheusSample submitted = await prometheus.FirstSampleAsync(Invariant(
            $"ephemeral_operation_submitted_total{{ephemeral_coordinator_name='orders',error_type=''}} == {Orders}"));
        PrometheusSample depth = await prometheus.FirstSampleAsync("ephemeral_operation_pending{ephemeral_coordinator_name='jobs.hot',ephemeral_lane='hot'}");
        PrometheusSample failed = await prometheus.FirstSampleAsync("ephemeral_signal_raised_total{ephemeral_signal_name=~'log.error.*paymentfailed'}");
        PrometheusSample paid = await prometheus.FirstSampleAsync("ephemeral_signal_raised_total{ephemeral_signal_name='order.paid'}");

        JsonElement orders = await app.GetCoordinatorAsync("orders");
        JsonElement lane = (await app.GetCoordinatorAsync("jobs.hot")).GetProperty("lanes").EnumerateArray().Single();
        IReadOnlyList<SignalCount> signals = app.Get<SignalTally>().GetCounts();
        Assert.Equal(orders.GetProperty("enqueued").GetInt64(), submitted.Value);
        Assert.Equal(lane.GetProperty("pending").GetInt32(), depth.Value);
        Assert.Equal(Failures, depth.Value);
        Assert.Equal(signals.Single(signal => signal.Signal.EndsWith("paymentfailed", StringComparison.Ordinal)).Count, failed.Value);
        Assert.Equal(Failures, failed.Value);
        Assert.Equal(signals.Single(signal => signal.Signal == "order.paid").Count, paid.Value);
        Assert.Equal(Orders - Failures, paid.Value);
        hot!.Resume();
    }

    [Fact]
    public async Task OneFaultAThousandTimes_IsOneIncident_AnnouncedOnce()
    {
        RunningApp app = await RunningApp.StartAsync(_idle);
        await using (app)
        {
            ILogger log = app.Get<ILoggerFactory>().CreateLogger("Shop.Stock");
            for (int i = 0; i < 1_000; i++) log.LogError(new EventId(3, "Empty"), "No {Item} left", i);

            JsonElement incident = Assert.Single((await app.GetJsonAsync("/api/incidents")).EnumerateArray());
            Assert.Equal(1_000, incident.GetProperty("count").GetInt64());
            Assert.Equal("open", incident.GetProperty("state").GetString());
            Assert.Equal("No {Item} left", incident.GetProperty("title").GetString());
            Assert.Equal(10, incident.GetProperty("occurrences").GetArrayLength());
        }

        Assert.Single(Lines(app), line => line.Contains("opened, seen once: \"No 0 left\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LoggerAndAdapterOnOneSink_SurviveTenThousandErrors()
    {
        await using RunningApp app = await RunningApp.StartAsync(_idle);
        ILoggerFactory loggers = app.Get<ILoggerFactory>();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            ILogger log = loggers.CreateLogger("Shop.Storm");
            for (int i = 0; i < 2_500; i++) log.LogError("Thread {Thread} failed {Number}", thread, i);
        }))).Within();
        await Eventually.Async(async _ => Ended(await app.GetCoordinatorAsync("jobs.hot")) == 10_000, TestTimeout.Limit, "all jobs to end");

        IReadOnlyList<SignalCount> signals = app.Get<SignalTally>().GetCounts();
        Assert.Equal(10_000, signals.Single(signal => signal.Signal.StartsWith("log.error.", StringComparison.Ordinal)).Count);
        Assert.Equal(10_000, signals.Single(signal => signal.Signal == "error.escalated").Count);
        Assert.Equal(4, signals.Single(signal => signal.Signal == "escalation.raised").Count);
        Assert.Equal(0, app.Get<SignalSink>().CallbackFailures);
        Assert.Equal(10_000, Assert.Single((await app.GetJsonAsync("/api/incidents")).EnumerateArray()).GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task ThePage_ListsIncidentsAndCoordinators_AsPlainTextAndWithoutScript()
    {
        await using RunningApp app = await RunningApp.StartAsync(_idle);
        app.Get<ILoggerFactory>().CreateLogger("Shop").LogError("<script>alert({Number})</script>", 1);

        using HttpResponseMessage response = await app.Http.GetAsync(new Uri("/", UriKind.Relative)).Within();
        string page = await response.Content.ReadAsStringAsync().Within();

        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'none'; style-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("One incident is open.", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.All(["orders", "jobs.hot", "jobs.notify"], name => Assert.Contains($"<td>{name}</td>", page, StringComparison.Ordinal));
        Assert.Contains("prefers-color-scheme: dark", await app.Http.GetStringAsync(new Uri("/style.css", UriKind.Relative)).Within(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnOrder_IsTakenAndPaid()
    {
        await using RunningApp app = await RunningApp.StartAsync(_idle with { PaymentTime = TimeSpan.Zero });

        using HttpResponseMessage taken = await app.Http.PostAsJsonAsync("/orders", new { customer = "ada", amount = 12.5 }).Within();

        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        string place = taken.Headers.Location!.ToString();
        await Eventually.Async(async _ => (await app.GetJsonAsync(place)).GetProperty("status").GetString() == "paid", TestTimeout.Limit, "the order to be paid");
        using HttpResponseMessage refused = await app.Http.PostAsJsonAsync("/orders", new { customer = "", amount = 1 }).Within();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using HttpResponseMessage unknown = await app.Http.GetAsync(new Uri("/orders/none", UriKind.Relative)).Within();
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Healthz_Answers_ButNotUnderAnotherHostName()
    {
        await using RunningApp app = await RunningApp.StartAsync(_idle);

        Assert.Equal("healthy", await app.Http.GetStringAsync(new Uri("/healthz", UriKind.Relative)).Within());
        using HttpRequestMessage rebound = new(HttpMethod.Get, "/api/incidents") { Headers = { Host = "evil.example" } };
        using HttpResponseMessage response = await app.Http.SendAsync(rebound).Within();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Stopping_FinishesWhatWasTaken()
    {
        RunningApp app = await RunningApp.StartAsync(_idle with { PaymentTime = TimeSpan.FromMilliseconds(20), BurstStart = 1_000, BurstEvery = 2_000 });
        OrderService orders = app.Get<OrderService>();
        for (int i = 0; i < 50; i++) Assert.NotNull(orders.TryPlace($"customer {i % 5}", 1));

        await app.DisposeAsync();

        CoordinatorMetrics counts = orders.Coordinator.GetMetrics();
        Assert.Equal((50, 50, 0), (counts.Enqueued, counts.Completed, counts.Cancelled));
    }

    private static long Ended(JsonElement coordinator) => coordinator.GetProperty("completed").GetInt64() + coordinator.GetProperty("failed").GetInt64();

    private static string[] Lines(RunningApp app) => app.Announcements.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
