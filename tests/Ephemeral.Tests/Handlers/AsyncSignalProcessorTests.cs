namespace Ephemeral.Tests.Handlers;

public sealed class AsyncSignalProcessorTests
{
    private readonly HeldHandler _held = new();

    [Fact]
    public async Task Enqueue_HandlesInTheBackground_InOrder()
    {
        List<string> handled = [];
        await using AsyncSignalProcessor processor = new(
            (signal, _) =>
            {
                handled.Add(signal.Signal);
                return Task.CompletedTask;
            },
            maxConcurrency: 1);

        for (int i = 0; i < 100; i++) Assert.True(processor.Enqueue(Named($"{i}")));
        await processor.FlushAsync().Within();

        Assert.Equal(Enumerable.Range(0, 100).Select(static i => $"{i}"), handled);
        Assert.Equal((0, 100L, 0L, 0L), Counts(processor));
    }

    [Fact]
    public async Task Enqueue_BeyondTheBound_DropsTheOldestAndCountsIt()
    {
        await using AsyncSignalProcessor processor = new(_held.HandleAsync, maxConcurrency: 1, maxQueueSize: 2);

        processor.Enqueue(Named("running"));
        await _held.Started("running");
        foreach (string name in (string[])["dropped", "also dropped", "kept", "latest"]) Assert.True(processor.Enqueue(Named(name)));
        Assert.Equal((2, 0L, 2L, 0L), Counts(processor));
        _held.Open();
        await processor.FlushAsync().Within();

        Assert.Equal(["running", "kept", "latest"], _held.Names);
        Assert.Equal((0, 3L, 2L, 0L), Counts(processor));
    }

    [Fact]
    public async Task MaxConcurrency_IsReachedAndNotExceeded()
    {
        await using AsyncSignalProcessor processor = new(_held.HandleAsync, maxConcurrency: 2);

        foreach (string name in (string[])["a", "b", "c"]) processor.Enqueue(Named(name));
        await _held.Started("a");
        await _held.Started("b");

        Assert.Equal(1, processor.QueuedCount);
        Assert.Equal(2, _held.Names.Count);
        _held.Open();
    }

    [Fact]
    public async Task Handler_ThatThrows_IsCountedAndHarmsNothingElse()
    {
        List<string> handled = [];
        await using AsyncSignalProcessor processor = new(
            (signal, _) => signal.Signal switch
            {
                "throws" => throw new InvalidOperationException("bad handler"),
                "fails" => Task.FromException(new InvalidOperationException("bad task")),
                "cancels" => Task.FromCanceled(new(canceled: true)),
                "null" => null!,
                _ => HandleAsync(signal.Signal),
            },
            maxConcurrency: 1);

        foreach (string name in (string[])["throws", "fails", "cancels", "null", "good"]) processor.Enqueue(Named(name));
        await processor.FlushAsync().Within();

        Assert.Equal(["good"], handled);
        Assert.Equal((0, 5L, 0L, 4L), Counts(processor));

        Task HandleAsync(string name)
        {
            handled.Add(name);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task FlushAsync_WaitsForWhatCameBefore_NotForWhatCameAfter()
    {
        await using AsyncSignalProcessor processor = new(_held.HandleAsync);

        Assert.True(processor.FlushAsync().IsCompletedSuccessfully);
        processor.Enqueue(Named("before"));
        Task flush = processor.FlushAsync();
        processor.Enqueue(Named("after"));
        await _held.Started("after");
        Assert.False(flush.IsCompleted);
        _held.Open("before");
        await flush.Within();

        Assert.Equal(1, processor.ProcessedCount);
        _held.Open();
        await processor.FlushAsync().Within();
        Assert.Equal(2, processor.ProcessedCount);
    }

    [Fact]
    public async Task FlushAsync_Cancelled_EndsTheWaitOnly()
    {
        await using AsyncSignalProcessor processor = new(_held.HandleAsync);
        using CancellationTokenSource cancel = new();
        processor.Enqueue(Named("a"));
        Task flush = processor.FlushAsync(cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush.Within());
        _held.Open();
        await processor.FlushAsync().Within();
        Assert.Equal(1, processor.ProcessedCount);
    }

    [Fact]
    public async Task FlushAsync_InsideAHandler_ThrowsInsteadOfWaitingForItself()
    {
        AsyncSignalProcessor? processor = null;
        processor = new(async (_, _) => await processor!.FlushAsync());

        processor.Enqueue(Named("a"));
        await processor.FlushAsync().Within();

        Assert.Equal(1, processor.CallbackFailures);
        await processor.DisposeAsync();
    }

    [Fact]
    public async Task Enqueue_FromAHandler_IsHandledToo()
    {
        AsyncSignalProcessor? processor = null;
        TaskCompletionSource<string> nested = new(TaskCreationOptions.RunContinuationsAsynchronously);
        processor = new(
            (signal, _) =>
            {
                if (signal.Is("outer")) processor!.Enqueue(Named("inner"));
                else nested.SetResult($"{signal.Propagation} > {signal.Signal}");
                return Task.CompletedTask;
            },
            maxConcurrency: 1);

        processor.Enqueue(Named("outer"));

        Assert.Equal("outer > inner", await nested.Task.Within());
        await processor.DisposeAsync();
    }

    [Fact]
    public async Task DisposeAsync_CancelsHandlers_DropsWhatWaits_AndRefusesFromThenOn()
    {
        AsyncSignalProcessor processor = new(_held.HandleAsync, maxConcurrency: 1);
        processor.Enqueue(Named("running"));
        await _held.Started("running");
        processor.Enqueue(Named("waiting"));

        await processor.DisposeAsync().Within();

        Assert.False(processor.Enqueue(Named("late")));
        Assert.Equal((0, 0L, 2L, 0L), Counts(processor));
        Assert.Equal(["running"], _held.Names);
        await processor.DisposeAsync().Within();
        processor.Dispose();
        await processor.FlushAsync().Within();
    }

    [Fact]
    public async Task DisposeAsync_WithAHandlerThatDoesNotEnd_WaitsFiveSeconds()
    {
        ManualTimeProvider time = new();
        Gate stuck = new();
        AsyncSignalProcessor processor = new((_, _) => stuck.WaitAsync(CancellationToken.None), timeProvider: time);
        processor.Enqueue(Named("a"));
        await stuck.Reached;

        Task disposed = processor.DisposeAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(disposed.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        await disposed.Within();
        stuck.Open();
        await processor.FlushAsync().Within();
    }

    [Fact]
    public async Task Dispose_WithoutWaiting_CancelsTheHandlers()
    {
        AsyncSignalProcessor processor = new(_held.HandleAsync);
        processor.Enqueue(Named("a"));
        await _held.Started("a");

        processor.Dispose();

        await processor.FlushAsync().Within();
        Assert.Equal(1, processor.DroppedCount);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Assert.Equal("handler", Assert.Throws<ArgumentNullException>(static () => new AsyncSignalProcessor(null!)).ParamName);
        ArgumentOutOfRangeException none = Assert.Throws<ArgumentOutOfRangeException>(() => new AsyncSignalProcessor(_held.HandleAsync, maxConcurrency: 0));
        Assert.Equal("maxConcurrency", none.ParamName);
        Assert.StartsWith("At least 1 handler runs at a time; give a number of 1 or more.", none.Message, StringComparison.Ordinal);
        Assert.Equal("maxQueueSize", Assert.Throws<ArgumentOutOfRangeException>(() => new AsyncSignalProcessor(_held.HandleAsync, 4, -1)).ParamName);
        using AsyncSignalProcessor processor = new(_held.HandleAsync);
        Assert.Throws<ArgumentNullException>(() => processor.Enqueue(default));
        Assert.Throws<ArgumentException>(() => processor.Enqueue(Named("")));
    }

    private static SignalEvent Named(string name) => new(name, EphemeralIdGenerator.NextId(), null, default);

    private static (int Queued, long Processed, long Dropped, long Failures) Counts(AsyncSignalProcessor processor) =>
        (processor.QueuedCount, processor.ProcessedCount, processor.DroppedCount, processor.CallbackFailures);
}
