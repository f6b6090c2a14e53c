using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.RateLimiting;
using Ephemeral.Telemetry.Prometheus.Tests.Format;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Ephemeral.Telemetry.Prometheus.Tests;

/// <summary>Whatever comes, the answer is a valid page or a status code with a sentence.</summary>
public sealed class HostileTests(ITestOutputHelper output) : EndpointHarness
{
    [Fact]
    public async Task AnyAcceptHeader_IsAnsweredWithAPageOrACleanRefusal()
    {
        await StartAsync();
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int i = 0; i < 300; i++)
        {
            string accept = i switch
            {
                0 => new string('a', 4_000),
                1 => string.Join(',', Enumerable.Repeat("*/*;q=0.1", 300)),
                2 => "application/openmetrics-text;version=",
                3 => ";;;,,,===",
                _ => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(' ', '\u007f'))),
            };
            using HttpResponseMessage response = await GetAsync(accept, accept);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"'{accept}' was answered with {response.StatusCode}.");
            if (!response.Content.Headers.ContentEncoding.Contains("gzip")) AssertPage(response, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task HeadersThatAreNoText_AreAnswered_AndTheNextScrapeIsWhole()
    {
        await StartAsync();
        byte[] request = [.. "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: "u8, 0xff, 0xfe, 0x01, .. "\r\n\r\n"u8];
        using TcpClient socket = new();
        await socket.ConnectAsync(IPAddress.Loopback, Address().Port).Within();
        await socket.GetStream().WriteAsync(request).Within();
        using StreamReader reader = new(socket.GetStream(), Encoding.Latin1);

        Assert.Matches("^HTTP/1.1 (200|400) ", await reader.ReadToEndAsync().Within());
        using HttpResponseMessage next = await GetAsync("*/*");
        AssertPage(next, await next.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ACollectionThatHangs_Is503AfterTheTimeout_AndGoesOn()
    {
        WaitedFor time = new();
        Gate gate = new();
        await StartAsync(options => (options.TimeProvider, options.ScrapeTimeout) = (time, TimeSpan.FromSeconds(3)));
        Meter.CreateObservableGauge("held", () =>
        {
            gate.WaitAsync().Wait(TestTimeout.Limit);
            return 1;
        });
        Task<HttpResponseMessage> slow = GetAsync("*/*");
        await gate.Reached;
        await time.IsWaitedFor.Within();
        time.Manual.Advance(TimeSpan.FromSeconds(3));

        using HttpResponseMessage late = await slow;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.StartsWith("The collection has not ended in time.", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        gate.Open();
        using HttpResponseMessage next = await GetAsync("*/*");
        Assert.Equal(1, ExpositionParser.Text(await next.Content.ReadAsStringAsync())["held"].Only.Value);
    }

    [Theory]
    [InlineData("2.5", 2.5)]
    [InlineData("60", 10)]
    [InlineData("0", 10)]
    [InlineData("-1", 10)]
    [InlineData("NaN", 10)]
    [InlineData("1e-3", 10)]
    [InlineData("soon", 10)]
    [InlineData(null, 10)]
    public void TheClientsPatience_CountsWhereItIsShorter(string? header, double expected) =>
        Assert.Equal(expected, Scraping.ContentNegotiation.PatienceOf(header, TimeSpan.FromSeconds(10)).TotalSeconds);

    [Fact]
    public async Task AuthorizationAndRateLimits_Compose()
    {
        await StartAsync(
            before: static app =>
            {
                app.Use(static (context, next) =>
                {
                    if (context.Request.Headers.ContainsKey("X-Known")) context.User = new(new System.Security.Claims.ClaimsIdentity("test"));
                    return next(context);
                });
                app.UseRouting();
                app.UseAuthorization();
                app.UseRateLimiter();
            },
            map: static endpoint => endpoint.RequireAuthorization().RequireRateLimiting("one"),
            build: static builder =>
            {
                builder.Services.AddAuthorization();
                builder.Services.AddAuthentication("none").AddCookie("none", static options => options.Events.OnRedirectToLogin = Refuse);
                builder.Services.AddRateLimiter(static limits => limits.AddPolicy("one", static _ => RateLimitPartition.GetFixedWindowLimiter(
                    0, static _ => new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromHours(1) })));
            });

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(known: false));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(known: true));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(known: true));

        static Task Refuse(Microsoft.AspNetCore.Authentication.RedirectContext<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions> context)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData(50)]
    [InlineData(500)]
    [InlineData(5_000)]
    public async Task ManySeries_AreReadBackWhole(int sets)
    {
        using Harness harness = Harness.Create(build: builder => OpenTelemetry.Metrics.MeterProviderBuilderExtensions.AddView(
            builder, "*", new OpenTelemetry.Metrics.MetricStreamConfiguration { CardinalityLimit = sets + 1 }));
        Counter<long> counter = harness.Meter.CreateCounter<long>("c");
        Histogram<double> histogram = harness.Meter.CreateHistogram<double>("h", "s");
        for (int i = 0; i < sets; i++)
        {
            KeyValuePair<string, object?> tag = new("set", i);
            counter.Add(i, tag);
            histogram.Record(i, tag);
        }

        foreach (IReadOnlyDictionary<string, ParsedFamily> page in (IReadOnlyDictionary<string, ParsedFamily>[])[await harness.TextAsync(), await harness.OpenMetricsAsync()])
        {
            ParsedFamily counters = page.First(static family => family.Key.StartsWith('c')).Value;
            Assert.Equal(sets, counters.Samples.Count);
            Assert.All(counters.Samples, static sample => Assert.Equal(sample.Labels["set"], $"{sample.Value}"));
            Assert.Equal(sets, page["h_seconds"].Samples.Count(static sample => sample.Name == "h_seconds_count"));
        }
    }

    [Fact]
    public async Task MetersDisposedAndMadeAgain_LeaveValidPages()
    {
        using Harness harness = Harness.Create();
        for (int round = 0; round < 20; round++)
        {
            using Meter again = new(harness.Meter.Name, "1.0");
            if (round % 2 == 0) again.CreateCounter<long>("again").Add(1);
            else again.CreateObservableGauge("again", static () => 1);
            harness.Meter.CreateCounter<long>($"stays.{round}").Add(1);
            await harness.TextAsync();
            await harness.OpenMetricsAsync();
        }

        harness.Meter.Dispose();
        Assert.DoesNotContain("stays_0_total", (await LastAsync(harness)).Keys);

        static async Task<IReadOnlyDictionary<string, ParsedFamily>> LastAsync(Harness harness)
        {
            await harness.TextAsync(); // what a disposed meter measured is collected for a last time
            return await harness.TextAsync();
        }
    }

    /// <summary>A manual clock that tells when somebody waits for it.</summary>
    private sealed class WaitedFor : TimeProvider
    {
        private readonly TaskCompletionSource _timer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualTimeProvider Manual { get; } = new();

        public Task IsWaitedFor => _timer.Task;

        public override long TimestampFrequency => Manual.TimestampFrequency;

        public override long GetTimestamp() => Manual.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = Manual.CreateTimer(callback, state, dueTime, period);
            _timer.TrySetResult();
            return timer;
        }
    }

    private async Task<HttpStatusCode> StatusAsync(bool known)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Address());
        if (known) request.Headers.Add("X-Known", "1");
        using HttpResponseMessage response = await Client.SendAsync(request).Within();
        return response.StatusCode;
    }

    private static void AssertPage(HttpResponseMessage response, string page)
    {
        bool isOpenMetrics = response.Content.Headers.ContentType!.MediaType == "application/openmetrics-text";
        Assert.NotEmpty(isOpenMetrics ? ExpositionParser.OpenMetrics(page) : ExpositionParser.Text(page));
    }
}
