using System.Net;
using System.Net.Http.Json;
using Ephemeral;
using LogWatcher.Orders;
using LogWatcher.Tests.Hosting;
using LogWatcher.Web;

namespace LogWatcher.Tests.Telemetry.Otlp;

/// <summary>What an OTLP receiver gets of one run is what the app has counted.</summary>
[Collection(AppCollection.Name)]
public sealed class OtlpTests
{
    private const int Orders = 120;
    private const int Failures = 15;
    private const string RequestTrace = "0af7651916cd43dd8448eb211c80319c";

    private static readonly DemoOptions _demo = new()
    {
        Orders = Orders,
        OrderEvery = TimeSpan.FromMilliseconds(2),
        PaymentTime = TimeSpan.FromMilliseconds(1),
        Timeout = TimeSpan.FromMilliseconds(1),
        BurstLength = Failures,
    };

    [Fact]
    public async Task MetricsSpansAndLogs_AgreeWithTheApp()
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        RunningApp app = await RunningApp.StartAsync(_demo, otlp: receiver.Address);
        OrderService orders = app.Get<OrderService>();
        await OrderInRequestAsync(app.Http);
        await Eventually.Async(_ => Task.FromResult(orders.Coordinator.GetMetrics() is var now && now.Completed + now.Failed == Orders + 1), TestTimeout.Limit, "all orders to end");
        SignalTally tally = app.Get<SignalTally>();
        await app.DisposeAsync();

        CoordinatorMetrics counts = orders.Coordinator.GetMetrics();
        Assert.Equal((Orders + 1, Failures), (counts.Enqueued, counts.Failed));
        AssertMetrics(receiver, counts, tally);
        AssertSpans(receiver, counts);
        AssertLogs(receiver, counts);
    }

    private static async Task OrderInRequestAsync(HttpClient http)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/orders")
        {
            Content = JsonContent.Create(new { customer = "ada", amount = 12.5 }),
            Headers = { { "traceparent", $"00-{RequestTrace}-b7ad6b7169203331-01" } },
        };
        using HttpResponseMessage taken = await http.SendAsync(request).Within();
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
    }

    private static void AssertMetrics(OtlpReceiver receiver, CoordinatorMetrics counts, SignalTally tally)
    {
        (string, string) ofOrders = ("ephemeral.coordinator.name", "orders");
        Assert.Equal(counts.Enqueued, receiver.Sum("ephemeral.operation.submitted", ofOrders));
        Assert.Equal(counts.Completed, receiver.Sum("ephemeral.operation.duration", ofOrders, ("ephemeral.outcome", "completed")));
        Assert.Equal(counts.Failed, receiver.Sum("ephemeral.operation.duration", ofOrders, ("error.type", typeof(PaymentException).FullName!)));
        Assert.Equal(counts.Enqueued, receiver.Sum("ephemeral.operation.time_in_queue", ofOrders, ("ephemeral.queue.result", "started")));
        Assert.Equal(counts.Failed, receiver.Sum("ephemeral.log.records", ("log.severity", "error"), ("ephemeral.log.result", "converted")));
        Assert.Equal(1, receiver.Sum("ephemeral.incident.opened"));
        SignalCount paid = tally.GetCounts().Single(static signal => signal.Signal == "order.paid");
        Assert.Equal(paid.Count, receiver.Sum("ephemeral.signal.raised", ("ephemeral.signal.name", "order.paid")));
        Assert.All(receiver.Points, static point => Assert.Equal("LogWatcher", point.Service));
    }

    private static void AssertSpans(OtlpReceiver receiver, CoordinatorMetrics counts)
    {
        List<OtlpSpan> processed = [.. receiver.Spans.Where(static span => span.Name == "process orders")];
        Assert.Equal(counts.Completed + counts.Failed, processed.Count);
        Assert.Equal(counts.Failed, processed.Count(static span => span is { Status: 2 } && span.Attributes["ephemeral.outcome"] == "failed"));
        Assert.All(processed, static span => Assert.Equal(("", 5), (span.ParentId, span.Kind)));

        OtlpSpan request = Assert.Single(receiver.Spans, static span => span.Source == "Microsoft.AspNetCore" && span.TraceId == RequestTrace);
        OtlpSpan ordered = Assert.Single(processed, static span => span.Links.Count > 0);
        Assert.Equal([(RequestTrace, request.SpanId)], ordered.Links);
        Assert.NotEqual(RequestTrace, ordered.TraceId);

        List<OtlpSpan> handled = [.. receiver.Spans.Where(static span => span.Name == "handle log.error.*")];
        Assert.Equal(counts.Failed, handled.Count);
        Assert.Equal(
            processed.Where(static span => span.Status == 2).Select(static span => (span.TraceId, span.SpanId)).Order(),
            handled.Select(static span => Assert.Single(span.Links)).Order());
    }

    private static void AssertLogs(OtlpReceiver receiver, CoordinatorMetrics counts)
    {
        List<OtlpLog> failed = [.. receiver.Logs.Where(static log => log.Category == typeof(OrderService).FullName)];
        Assert.Equal(counts.Failed, failed.Count);
        Assert.All(failed, static log => Assert.Equal(17, log.Severity));
        Assert.Equal(
            receiver.Spans.Where(static span => span is { Name: "process orders", Status: 2 }).Select(static span => (span.TraceId, span.SpanId)).Order(),
            failed.Select(static log => (log.TraceId, log.SpanId)).Order());
    }
}
