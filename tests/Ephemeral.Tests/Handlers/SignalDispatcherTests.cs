namespace Ephemeral.Tests.Handlers;

public sealed class SignalDispatcherTests
{
    private readonly HeldHandler _held = new();

    [Fact]
    public async Task Matches_RunInTheOrderOfRegistration_AndAPatternRegisteredAgainReplaces()
    {
        List<string> calls = [];
        await using SignalDispatcher dispatcher = new();
        dispatcher.Register("order.*", Says("prefix"));
        dispatcher.Register("*", Says("all"));
        dispatcher.Register("order.saved", Says("exact"));
        dispatcher.Register("mail.*", Says("other"));
        dispatcher.Register("order.*", Says("prefix again"));

        Assert.True(dispatcher.Dispatch(Named("order.saved")));
        await dispatcher.FlushAsync().Within();

        Assert.Equal(["prefix again order.saved", "all order.saved", "exact order.saved"], calls);

        Func<SignalEvent, Task> Says(string name) => signal =>
        {
            calls.Add($"{name} {signal.Signal}");
            return Task.CompletedTask;
        };
    }

    [Fact]
    public async Task SignalsOfOneName_RunOneAfterTheOther_OtherNamesBeside()
    {
        List<string> order = [];
        await using SignalDispatcher dispatcher = new(new() { MaxConcurrency = 2 });
        dispatcher.Register("*", async signal =>
        {
            lock (order) order.Add($"{signal.Signal}{signal.Key} starts");
            if (signal.Key == "1") await _held.HandleAsync(signal);
            lock (order) order.Add($"{signal.Signal}{signal.Key} ends");
        });

        dispatcher.Dispatch(Named("a", "1"));
        dispatcher.Dispatch(Named("a", "2"));
        dispatcher.Dispatch(Named("b", "1"));
        await _held.Started("a");
        await _held.Started("b");
        Assert.Equal(1, dispatcher.QueuedCount);
        _held.Open();
        await dispatcher.FlushAsync().Within();

        Assert.Equal(["a1 starts", "a1 ends", "a2 starts", "a2 ends"], order.Where(static line => line[0] == 'a'));
        Assert.Equal(3, dispatcher.ProcessedCount);
    }

    [Fact]
    public async Task FlushAsync_IsARealFlush_AndTheDispatcherStaysInUse()
    {
        await using SignalDispatcher dispatcher = new();
        dispatcher.Register("*", _held.HandleAsync);

        dispatcher.Dispatch(Named("before"));
        Task flush = dispatcher.FlushAsync();
        dispatcher.Dispatch(Named("before"));
        Assert.False(flush.IsCompleted);
        _held.Open("before");
        await flush.Within();
        await dispatcher.FlushAsync().Within();

        Assert.True(dispatcher.Dispatch(Named("before")));
        await dispatcher.FlushAsync().Within();
        Assert.Equal(3, dispatcher.ProcessedCount);
    }

    [Fact]
    public async Task HandlersThatAreRegisteredLater_DoNotGetWhatWasDispatchedBefore()
    {
        List<string> late = [];
        await using SignalDispatcher dispatcher = new(new() { MaxConcurrency = 1 });
        dispatcher.Register("a", _held.HandleAsync);

        dispatcher.Dispatch(Named("a"));
        dispatcher.Dispatch(Named("b"));
        dispatcher.Register("*", signal =>
        {
            late.Add(signal.Signal);
            return Task.CompletedTask;
        });
        dispatcher.Dispatch(Named("c"));
        _held.Open();
        await dispatcher.FlushAsync().Within();

        Assert.Equal(["c"], late);
    }

    [Fact]
    public async Task DisposeAsync_CalledByAHandler_IsRefusedBeforeAnythingHappened()
    {
        SignalDispatcher? dispatcher = null;
        TaskCompletionSource<Exception?> refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        dispatcher = new();
        dispatcher.Register("a", async _ => refused.TrySetResult(await Record.ExceptionAsync(async () => await dispatcher.DisposeAsync())));

        dispatcher.Dispatch(Named("a"));
        Assert.IsType<InvalidOperationException>(await refused.Task.Within());
        dispatcher.Register("b", static _ => Task.CompletedTask);
        Assert.True(dispatcher.Dispatch(Named("b")));
        await dispatcher.FlushAsync().Within();

        Assert.Equal(2, dispatcher.ProcessedCount);
        await dispatcher.DisposeAsync().Within();
    }

    [Fact]
    public async Task HandlerThatThrows_IsCounted_AndTheNextOneRuns()
    {
        await using SignalDispatcher dispatcher = new();
        dispatcher.Register("a*", static _ => throw new InvalidOperationException("bad handler"));
        dispatcher.Register("*", _held.HandleAsync);
        _held.Open();

        dispatcher.Dispatch(Named("a1"));
        dispatcher.Dispatch(Named("a2"));
        await dispatcher.FlushAsync().Within();

        Assert.Equal((2L, 2L), (dispatcher.CallbackFailures, dispatcher.ProcessedCount));
        Assert.Equal(["a1", "a2"], _held.Names.Order());
    }

    [Theory]
    [InlineData(QueueFullMode.Wait, false, "first")]
    [InlineData(QueueFullMode.DropOldest, true, "second")]
    public async Task FullQueue_RefusesOrDrops_AndCounts(QueueFullMode mode, bool accepted, string kept)
    {
        await using SignalDispatcher dispatcher = new(new() { MaxConcurrency = 1, QueueCapacity = 1, FullMode = mode });
        dispatcher.Register("*", _held.HandleAsync);
        dispatcher.Dispatch(Named("running"));
        await _held.Started("running");

        Assert.True(dispatcher.Dispatch(Named("first")));
        Assert.Equal(accepted, dispatcher.Dispatch(Named("second")));
        Assert.Equal(1, dispatcher.DroppedCount);
        _held.Open();
        await dispatcher.FlushAsync().Within();

        Assert.Equal(["running", kept], _held.Names);
    }

    [Fact]
    public async Task Dispatch_FromInlineSubscribers_KeepsTheCausesOfTheSignal()
    {
        SignalSink sink = new();
        List<string?> causes = [];
        await using SignalDispatcher dispatcher = new();
        dispatcher.Register("b", signal =>
        {
            causes.Add(signal.Propagation?.ToString());
            sink.Raise("c");
            return Task.CompletedTask;
        });
        sink.Subscribe("a", _ => sink.Raise("b"));
        sink.Subscribe("b", signal => dispatcher.Dispatch(signal));
        sink.Subscribe("b", signal => dispatcher.Dispatch(new("b", signal.OperationId, null, default)));

        sink.Raise("a");
        await dispatcher.FlushAsync().Within();

        Assert.Equal(["a", "a"], causes);
        Assert.All(sink.Sense(static signal => signal.Is("c")), static signal => Assert.Equal("a > b", signal.Propagation!.ToString()));
    }

    [Fact]
    public async Task Dispose_EndsIt_AndMayBeRepeated()
    {
        SignalDispatcher dispatcher = new();
        dispatcher.Register("*", _held.HandleAsync);
        dispatcher.Dispatch(Named("a"));
        dispatcher.Dispatch(Named("a", "waits"));
        await _held.Started("a");

        Task disposed = dispatcher.DisposeAsync().AsTask();
        Assert.False(disposed.IsCompleted);
        _held.Open();
        await disposed.Within();

        Assert.False(dispatcher.Dispatch(Named("late")));
        Assert.Throws<ObjectDisposedException>(() => dispatcher.Register("*", _held.HandleAsync));
        Assert.Equal(["a"], _held.Names);
        Assert.Equal(1, dispatcher.DroppedCount);
        await dispatcher.DisposeAsync().Within();
        dispatcher.Dispose();
        await dispatcher.FlushAsync().Within();
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        using SignalDispatcher dispatcher = new();

        Assert.Equal("pattern", Assert.Throws<ArgumentNullException>(() => dispatcher.Register(null!, _held.HandleAsync)).ParamName);
        Assert.Equal("pattern", Assert.Throws<ArgumentException>(() => dispatcher.Register("", _held.HandleAsync)).ParamName);
        Assert.Equal("handler", Assert.Throws<ArgumentNullException>(() => dispatcher.Register("*", null!)).ParamName);
        Assert.Equal("signal", Assert.Throws<ArgumentNullException>(() => dispatcher.Dispatch(default)).ParamName);
        Assert.Throws<ArgumentException>(static () => new SignalDispatcher(new() { MaxConcurrency = 0 }));
    }

    private static SignalEvent Named(string name, string? key = null) => new(name, EphemeralIdGenerator.NextId(), key, default);
}
