using Microsoft.AspNetCore.Http;

namespace Ephemeral.Patterns.Tests.SignalingHttp;

public sealed class SignalingHttpClientTests
{
    private static readonly string[] _start = ["stage.starting", "progress:0", "stage.request"];

    private readonly RecordingEmitter _emitter = new();

    [Fact]
    public async Task ABodyWithALength_RaisesEveryStage_AndEachPercentOnce()
    {
        byte[] body = RandomBytes(1_000_000);
        await using DownloadServer server = await DownloadServer.StartAsync(async context =>
        {
            context.Response.ContentLength = body.Length;
            foreach (byte[] part in body.Chunk(10_000))
            {
                await context.Response.Body.WriteAsync(part);
                await context.Response.Body.FlushAsync();
            }
        });

        byte[] downloaded = await DownloadAsync(server).Within();

        Assert.Equal(body, downloaded);
        string[] progress = [.. _emitter.Signals.Where(static signal => signal.StartsWith("progress:", StringComparison.Ordinal))];
        int[] percents = [.. progress.Select(static signal => int.Parse(signal["progress:".Length..]))];
        Assert.Equal(percents.Distinct().Order(), percents);
        Assert.Equal((0, 100), (percents[0], percents[^1]));
        Assert.InRange(percents.Length, 10, 101);
        Assert.Equal([.. _start, "stage.headers", "stage.reading"], _emitter.Signals.Take(5));
        Assert.Equal(["progress:100", "stage.completed"], _emitter.Signals.TakeLast(2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8 * 1024)]
    [InlineData((8 * 1024) + 1)]
    [InlineData(300_000)]
    public async Task ABodyWithoutALength_HasNoProgressInBetween(int size)
    {
        byte[] body = RandomBytes(size);
        await using DownloadServer server = await DownloadServer.StartAsync(async context =>
        {
            await context.Response.StartAsync();
            await context.Response.Body.WriteAsync(body);
        });

        Assert.Equal(body, await DownloadAsync(server).Within());
        Assert.Equal([.. _start, "stage.headers", "stage.reading", "progress:100", "stage.completed"], _emitter.Signals);
    }

    [Fact]
    public async Task AStallTimerThatRingsAfterTheEnd_HarmsNobody()
    {
        await using DownloadServer server = await DownloadServer.StartAsync(static context => context.Response.Body.WriteAsync(new byte[10]).AsTask());
        LateTimers time = new();
        using HttpRequestMessage request = new(HttpMethod.Get, "/");
        await SignalingHttpClient.DownloadWithSignalsAsync(server.Client, request, _emitter, new SignalingHttpOptions { TimeProvider = time }).Within();

        Assert.NotEmpty(time.Callbacks);
        foreach (Action ring in time.Callbacks) ring(); // on a timer's thread, what it throws would end the process
    }

    [Fact]
    public async Task AnEmptyBodyWithItsLength_Completes()
    {
        await using DownloadServer server = await DownloadServer.StartAsync(static context =>
        {
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        });

        Assert.Empty(await DownloadAsync(server).Within());
        Assert.Equal("stage.completed", _emitter.Signals[^1]);
    }

    [Fact]
    public async Task HeadersWithoutABody_AreNotMistakenForALostOne()
    {
        await using DownloadServer server = await DownloadServer.StartAsync(static context =>
        {
            context.Response.ContentLength = 1_000;
            return Task.CompletedTask;
        });
        using HttpRequestMessage request = new(HttpMethod.Head, "/file");

        Assert.Empty(await SignalingHttpClient.DownloadWithSignalsAsync(server.Client, request, _emitter).Within());
    }

    [Fact]
    public async Task AStatusThatIsNoSuccess_Fails()
    {
        await using DownloadServer server = await DownloadServer.StartAsync(static context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => DownloadAsync(server).Within());

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, error.StatusCode);
        Assert.Equal([.. _start, "stage.headers", "stage.failed"], _emitter.Signals);
    }

    [Fact]
    public async Task Cancellation_EndsABodyThatStalls()
    {
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using DownloadServer server = await DownloadServer.StartAsync(context => HalfAsync(context, aborted));
        _emitter.OnEmit = signal =>
        {
            if (signal == "progress:50") cancellation.Cancel();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DownloadAsync(server, cancellationToken: cancellation.Token).Within());

        Assert.Equal("stage.cancelled", _emitter.Signals[^1]);
        await aborted.Task.Within(); // the connection was given up
    }

    [Fact]
    public async Task ABodyThatStalls_IsATimeout()
    {
        ManualTimeProvider time = new();
        TimerWatch watch = new(time);
        await using DownloadServer server = await DownloadServer.StartAsync(static context => HalfAsync(context));
        bool isHalf = false;
        TaskCompletionSource waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _emitter.OnEmit = signal => isHalf |= signal == "progress:50";
        watch.TimerSet = _ =>
        {
            if (isHalf) waits.TrySetResult(); // the timer of the read that brings nothing
        };
        Task<byte[]> download = DownloadAsync(server, new() { StallTimeout = TimeSpan.FromSeconds(10), TimeProvider = watch });
        await waits.Task.Within();
        time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.False(download.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));

        TimeoutException error = await Assert.ThrowsAsync<TimeoutException>(() => download.Within());

        Assert.Contains("00:00:10", error.Message, StringComparison.Ordinal);
        Assert.Equal("stage.failed", _emitter.Signals[^1]);
        Assert.Equal(0, time.ActiveTimers);
    }

    [Fact]
    public async Task ABodyThatEndsEarly_Fails()
    {
        await using DownloadServer server = await DownloadServer.StartAsync(static async context =>
        {
            context.Response.ContentLength = 1_000;
            await context.Response.Body.WriteAsync(new byte[500]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => DownloadAsync(server).Within());

        Assert.True(error is HttpRequestException or IOException, error.ToString());
        Assert.Equal("stage.failed", _emitter.Signals[^1]);
        Assert.DoesNotContain("progress:100", _emitter.Signals);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ABodyThatIsTooLong_Fails_WithAClaimedLengthAndWithout(bool claimed)
    {
        await using DownloadServer server = await DownloadServer.StartAsync(async context =>
        {
            if (claimed) context.Response.ContentLength = 2_000;
            await context.Response.Body.WriteAsync(new byte[2_000], context.RequestAborted);
        });

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => DownloadAsync(server, new() { MaxBytes = 1_999 }).Within());

        Assert.Contains("1999 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal("stage.failed", _emitter.Signals[^1]);
        Assert.Equal(2_000, (await DownloadAsync(server, new() { MaxBytes = 2_000 }).Within()).Length);
    }

    [Fact]
    public async Task AClaimOfAHugeLength_TakesNoMemory()
    {
        await using DownloadServer server = await DownloadServer.StartAsync(static async context =>
        {
            context.Response.ContentLength = 1_000_000_000;
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        long before = GC.GetTotalAllocatedBytes();

        await Assert.ThrowsAnyAsync<Exception>(() => DownloadAsync(server).Within());

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
    }

    [Fact]
    public async Task AServerThatIsNotThere_Fails()
    {
        DownloadServer server = await DownloadServer.StartAsync(static _ => Task.CompletedTask);
        Uri gone = server.Client.BaseAddress!;
        await server.DisposeAsync();
        using HttpClient client = new() { BaseAddress = gone };
        using HttpRequestMessage request = new(HttpMethod.Get, "/");

        await Assert.ThrowsAsync<HttpRequestException>(() => SignalingHttpClient.DownloadWithSignalsAsync(client, request, _emitter).Within());

        Assert.Equal([.. _start, "stage.failed"], _emitter.Signals);
    }

    [Fact]
    public async Task AnOperationEmitsTheSignals()
    {
        await using DownloadServer server = await DownloadServer.StartAsync(static context => context.Response.WriteAsync("hello"));
        SignalSink sink = new();
        await using EphemeralWorkCoordinator<string> coordinator = new(
            async (path, operation, ct) =>
            {
                using HttpRequestMessage request = new(HttpMethod.Get, path);
                await SignalingHttpClient.DownloadWithSignalsAsync(server.Client, request, operation, ct);
            },
            new() { Signals = sink });
        long id = await coordinator.EnqueueAsync("/");
        await coordinator.FlushAsync().Within();

        Assert.Contains("stage.completed", sink.GetOp(id)!.Signals);
    }

    [Fact]
    public async Task BadArguments_AreRefused()
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Get, "http://127.0.0.1/");
        await Assert.ThrowsAsync<ArgumentNullException>(() => SignalingHttpClient.DownloadWithSignalsAsync(null!, request, _emitter));
        await Assert.ThrowsAsync<ArgumentNullException>(() => SignalingHttpClient.DownloadWithSignalsAsync(client, null!, _emitter));
        await Assert.ThrowsAsync<ArgumentNullException>(() => SignalingHttpClient.DownloadWithSignalsAsync(client, request, null!));
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => SignalingHttpClient.DownloadWithSignalsAsync(client, request, _emitter, new SignalingHttpOptions { MaxBytes = 0, StallTimeout = TimeSpan.Zero, TimeProvider = null! }));
        Assert.Contains("3 faults", error.Message, StringComparison.Ordinal);
        Assert.Empty(_emitter.Signals);
    }

    private async Task<byte[]> DownloadAsync(DownloadServer server, SignalingHttpOptions? options = null, CancellationToken cancellationToken = default)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/file");
        return await SignalingHttpClient.DownloadWithSignalsAsync(server.Client, request, _emitter, options ?? new(), cancellationToken);
    }

    private static async Task HalfAsync(HttpContext context, TaskCompletionSource? aborted = null)
    {
        context.Response.ContentLength = 200;
        await context.Response.Body.WriteAsync(new byte[100]);
        await context.Response.Body.FlushAsync();
        TaskCompletionSource gone = aborted ?? new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (context.RequestAborted.Register(() => gone.TrySetResult())) await gone.Task;
    }

    private static byte[] RandomBytes(int size)
    {
        byte[] bytes = new byte[size];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Timers that were about to ring when they were disposed.</summary>
    private sealed class LateTimers : TimeProvider
    {
        public List<Action> Callbacks { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Callbacks.Add(() => callback(state));
            return new ManualTimeProvider().CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }
    }
}
