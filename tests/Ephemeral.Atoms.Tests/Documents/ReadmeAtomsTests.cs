namespace Ephemeral.Atoms.Tests.Documents;

/// <summary>README, "Batching", "Retry with Backoff", "VolatileOperationAtom", "Window Size Atom" and the table of cache strategies.</summary>
public sealed class ReadmeAtomsTests
{
    private readonly List<string> _flushed = [];
    private readonly List<string> _sent = [];

    /// <summary>"Time/size-based batching before processing".</summary>
    [Fact]
    public async Task Batching()
    {
        LogEntry logEntry = new("disk is full");

        var batcher = new BatchingAtom<LogEntry>(
            async (batch, ct) => await FlushToDatabase(batch, ct),
            batchSize: 100,
            timeout: TimeSpan.FromSeconds(5));  // Flush after 5s even if not full

        await batcher.AddAsync(logEntry);  // Batched automatically

        await batcher.DisposeAsync().Within();
        Assert.Equal(["disk is full"], _flushed);
    }

    /// <summary>"Exponential backoff retry with limits".</summary>
    [Fact]
    public async Task RetryWithBackoff()
    {
        Request request = new("order-42");

        var retryable = new RetryAtom<Request>(
            async (req, ct) => await SendAsync(req, ct),
            maxRetries: 3,
            initialDelay: TimeSpan.FromMilliseconds(100),
            backoffMultiplier: 2.0);

        await retryable.ExecuteAsync(request);  // Retries with exponential backoff

        await retryable.DisposeAsync().Within();
        Assert.Equal(["order-42"], _sent);
    }

    /// <summary>"Immediately drops operations the moment they raise a kill signal … and still lets the coordinator emit the final echoes".</summary>
    [Fact]
    public async Task VolatileOperation()
    {
        JobItem item = new("thumbnail");

        var sink = new SignalSink();
        await using var coordinator = new EphemeralWorkCoordinator<JobItem>(
            async (job, ct) => await QuickProcessAsync(job, ct),
            new EphemeralOptions
            {
                Signals = sink,
                EnableOperationEcho = true,
                OperationEchoRetention = TimeSpan.FromSeconds(30)
            });

        using var volatileAtom = new VolatileOperationAtom(sink, coordinator);

        await coordinator.EnqueueAsync(item);
        await coordinator.FlushAsync().Within();

        Assert.Empty(coordinator.GetSnapshot());
        Assert.Equal(["kill.job"], Assert.Single(coordinator.GetEchoes()).Signals!);
    }

    /// <summary>"Raise window.size.* or window.time.* commands on a shared SignalSink to expand/shrink the tracked capacity and retention age".</summary>
    [Fact]
    public async Task WindowSize()
    {
        var sink = new SignalSink(maxCapacity: 200, maxAge: TimeSpan.FromMinutes(1));
        await using var atom = new WindowSizeAtom(sink);

        sink.Raise("window.size.increase:100");
        sink.Raise("window.time.set:00:05:00");

        Assert.Equal((300, TimeSpan.FromMinutes(5)), (sink.MaxCapacity, sink.MaxAge));
    }

    /// <summary>"SlidingCacheAtom: Sliding on every hit + absolute max lifetime; Async factory + dedupe; rich signals".</summary>
    [Fact]
    public async Task CacheStrategies_SlidingCacheAtom()
    {
        ManualTimeProvider time = new();
        int computed = 0;
        await using SlidingCacheAtom<string, int> cache = new(
            async (_, ct) =>
            {
                await Task.Yield();
                return Interlocked.Increment(ref computed);
            },
            slidingExpiration: TimeSpan.FromMinutes(5),
            absoluteExpiration: TimeSpan.FromMinutes(8),
            timeProvider: time);

        int[] values = await Task.WhenAll(cache.GetOrComputeAsync("k").AsTask(), cache.GetOrComputeAsync("k").AsTask()).Within();
        Assert.Equal([1, 1], values);
        Assert.Contains(cache.GetSignals(), static signal => signal.Is("cache.compute.done:k"));
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.True(cache.TryGet("k", out _));
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(cache.TryGet("k", out _));
    }

    private Task FlushToDatabase(IReadOnlyList<LogEntry> batch, CancellationToken ct)
    {
        _flushed.AddRange(batch.Select(static entry => entry.Text));
        return Task.CompletedTask;
    }

    private Task SendAsync(Request request, CancellationToken ct)
    {
        _sent.Add(request.Id);
        return Task.CompletedTask;
    }

    private static Task QuickProcessAsync(JobItem job, CancellationToken ct)
    {
        EphemeralOperation emitter = EphemeralOperation.Current!;
        emitter.Emit("kill.job"); // inside the job
        return Task.CompletedTask;
    }

    private sealed record LogEntry(string Text);

    private sealed record Request(string Id);

    private sealed record JobItem(string Name);
}
