using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ephemeral.Logging.Tests.Incidents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging.Tests.Notifiers;

public sealed class WebhookNotifierTests : IAsyncLifetime
{
    private const string Secret = "0123456789abcdef-secret";

    private static readonly IncidentDeliveryOptions _brisk = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(20),
        LongestDelay = TimeSpan.FromMilliseconds(100),
        Timeout = TimeSpan.FromSeconds(2),
    };

    private WebReceiver _receiver = null!;

    public async ValueTask InitializeAsync() => _receiver = await WebReceiver.StartAsync();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task ReceiverThatFailsForAWhile_GetsEveryAnnouncement_Signed()
    {
        using IncidentRig rig = new();
        using WebhookNotifier notifier = new(_receiver.Address, new() { Secret = Secret });
        await using IncidentDelivery delivery = new(rig.Sink, notifier, _brisk);
        int failures = 3;
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.FromResult(failures-- > 0);
        };

        rig.Logger().LogError(Thrown.Here(), "Order {Id} failed \"{Why}\" é\U0001F600", 1, "bad\0\ud800text");
        rig.Tracker.Acknowledge(rig.Announced[0].Key, "ann");
        rig.Tracker.Resolve(rig.Announced[0].Key, "ann");
        await delivery.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal((3, 3, 0), (delivery.Delivered, delivery.FailedAttempts, delivery.Undelivered));
        Assert.Equal(["opened", "acknowledged", "resolved"], _receiver.Taken.Select(static one => Json(one).GetProperty("signal").GetString()!["incident.".Length..]));
        Assert.All(_receiver.Taken, static one =>
        {
            Assert.Equal(SignatureOf(one), one.Signature);
            Assert.Equal(Json(one).GetProperty("id").GetString(), one.Announcement);
        });
        JsonElement incident = Json(_receiver.Taken[2]).GetProperty("incident");
        Assert.Equal(("resolved", 1, "error", "ann"), (incident.GetProperty("state").GetString(), incident.GetProperty("count").GetInt64(), incident.GetProperty("severity").GetString(), incident.GetProperty("by").GetString()));
        JsonElement occurrence = Assert.Single(incident.GetProperty("occurrences").EnumerateArray());
        Assert.Equal("Order 1 failed \"bad\0\ufffdtext\" é\U0001F600", occurrence.GetProperty("message").GetString());
        Assert.Contains("System.InvalidOperationException: thrown", occurrence.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutASecret_NothingIsSigned()
    {
        using WebhookNotifier notifier = new(_receiver.Address);

        await notifier.NotifyAsync(Announcement(), TestContext.Current.CancellationToken).Within();

        Assert.Equal("", Assert.Single(_receiver.Taken).Signature);
        Assert.Equal("webhook", notifier.Name);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task AnswersThatMeanLater(int status)
    {
        _receiver.Answer = Status(status, new string('x', 1_000_000));
        using WebhookNotifier notifier = new(_receiver.Address);

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => notifier.NotifyAsync(Announcement(), TestContext.Current.CancellationToken)).Within();

        Assert.Contains($"{_receiver.Address.Port} answered {status}: xxx", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 1, 700);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task AnswersThatMeanNever(int status)
    {
        _receiver.Answer = Status(status, "");
        using WebhookNotifier notifier = new(_receiver.Address);

        await Assert.ThrowsAsync<IncidentRefusedException>(() => notifier.NotifyAsync(Announcement(), TestContext.Current.CancellationToken)).Within();

        Assert.Equal(1, _receiver.Requests);
    }

    [Fact]
    public async Task AddressWithSecrets_IsNotInTheMessage()
    {
        _receiver.Answer = Status(400, "no");
        using WebhookNotifier notifier = new(new UriBuilder(_receiver.Address) { UserName = "ann", Password = "pw0rd", Path = "/services/T0K3N", Query = "key=S1G" }.Uri);

        IncidentRefusedException error = await Assert.ThrowsAsync<IncidentRefusedException>(() => notifier.NotifyAsync(Announcement(), TestContext.Current.CancellationToken)).Within();

        Assert.Equal($"http://127.0.0.1:{_receiver.Address.Port} answered 400: no", error.Message);
    }

    [Fact]
    public async Task ReceiverThatNeverAnswers_IsLeft()
    {
        Gate asked = new();
        _receiver.Answer = async context =>
        {
            await asked.WaitAsync(context.RequestAborted);
            return true;
        };
        SignalSink sink = new();
        using WebhookNotifier notifier = new(_receiver.Address);
        await using IncidentDelivery delivery = new(sink, notifier, _brisk);
        sink.Raise(new SignalEvent(IncidentSignals.Opened, 1, "a", default) { Payload = Announcement().Incident });
        await asked.Reached;

        _receiver.Answer = null;
        await delivery.FlushAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal(1, delivery.Delivered);
        Assert.True(delivery.FailedAttempts > 0);
    }

    [Fact]
    public async Task ReceiverThatIsNotThere_MeansLater()
    {
        using WebhookNotifier notifier = new(new($"http://127.0.0.1:{LoopbackPort.Next()}/"));

        await Assert.ThrowsAsync<HttpRequestException>(() => notifier.NotifyAsync(Announcement(), TestContext.Current.CancellationToken)).Within();
    }

    [Fact]
    public async Task ReceiverThatAnswersGarbage_MeansLater()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using WebhookNotifier notifier = new(new($"http://{listener.LocalEndpoint}/"));
        Task notifying = notifier.NotifyAsync(Announcement(), TestContext.Current.CancellationToken);
        using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask().Within();

        await client.GetStream().WriteAsync("\0\0 I am no web server\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken).AsTask().Within();

        await Assert.ThrowsAsync<HttpRequestException>(() => notifying).Within();
    }

    [Fact]
    public void BadOptions_AreRefusedWithEveryFault()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new WebhookNotifier(new("http://a/"), new() { Name = " ", Secret = "short", TimeProvider = null! }));
        Assert.Contains("\n  Name must have text but was blank.", error.Message, StringComparison.Ordinal);
        Assert.Contains("\n  Secret must have at least 16 characters but has 5.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("short", error.Message, StringComparison.Ordinal);
        Assert.Contains("\n  TimeProvider must be set", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new WebhookNotifier(new("ftp://a/")));
        Assert.Throws<ArgumentException>(() => new WebhookNotifier(new("/hook", UriKind.Relative)));
        Assert.Throws<ArgumentNullException>(() => new WebhookNotifier(null!));
    }

    private static IncidentAnnouncement Announcement() => new(IncidentSignals.Opened, new() { Id = "a", Fingerprint = "f", Rule = "r", Title = "t" });

    private static Func<HttpContext, Task<bool>> Status(int status, string body) => async context =>
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
        return true;
    };

    private static JsonElement Json(WebDelivery delivery) => JsonDocument.Parse(delivery.Body).RootElement;

    private static string SignatureOf(WebDelivery delivery) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{delivery.Time}.{delivery.Body}")));
}
