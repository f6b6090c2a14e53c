namespace Ephemeral.Tests.Signals;

public sealed class SignalSinkSubscriptionTests
{
    private readonly SignalSink _sink = new();
    private readonly List<string> _calls = [];

    [Fact]
    public void Subscribe_SeveralPatterns_DeliversInOrderOfSubscription()
    {
        _sink.Subscribe("order.*", _ => _calls.Add("prefix"));
        _sink.Subscribe(_ => _calls.Add("all"));
        _sink.Subscribe("order.saved", _ => _calls.Add("exact"));
        _sink.Subscribe("*.saved", _ => _calls.Add("suffix"));
        _sink.Subscribe("mail.*", _ => _calls.Add("other"));

        _sink.Raise("order.saved");

        Assert.Equal(["prefix", "all", "exact", "suffix"], _calls);
    }

    [Theory]
    [InlineData("order.saved")]
    [InlineData("order.*")]
    public void Subscribe_AfterTheNameWasRaised_StillReachesIt(string pattern)
    {
        _sink.Raise("order.saved");
        IDisposable subscription = _sink.Subscribe(pattern, _ => _calls.Add("call"));
        _sink.Raise("order.saved");
        subscription.Dispose();
        subscription.Dispose();
        _sink.Raise("order.saved");

        Assert.Equal(["call"], _calls);
    }

    [Fact]
    public void Dispose_DuringADelivery_SkipsTheDisposed()
    {
        IDisposable? second = null;
        _sink.Subscribe(_ => second!.Dispose());
        second = _sink.Subscribe(_ => _calls.Add("second"));

        _sink.Raise("a");

        Assert.Empty(_calls);
    }

    [Fact]
    public void SignalRaised_AddedTwice_IsRemovedOnceAtATime()
    {
        void Handler(SignalEvent signal) => _calls.Add(signal.Signal);
        _sink.SignalRaised += Handler;
        _sink.SignalRaised += Handler;
        _sink.Raise("a");
        _sink.SignalRaised -= Handler;
        _sink.Raise("b");
        _sink.SignalRaised -= Handler;
        _sink.SignalRaised -= Handler;
        _sink.Raise("c");

        Assert.Equal(["a", "a", "b"], _calls);
    }

    [Fact]
    public void SignalRaised_RemovedHandler_LeavesASubscriptionOfTheSameHandler()
    {
        void Handler(SignalEvent signal) => _calls.Add(signal.Signal);
        using IDisposable subscription = _sink.Subscribe(Handler);
        _sink.SignalRaised -= Handler;

        _sink.Raise("a");

        Assert.Equal(["a"], _calls);
    }

    [Fact]
    public void Raise_FromAHandler_IsHandledBeforeTheNextHandler_AndTheParentIsStoredFirst()
    {
        _sink.Subscribe("parent", _ => _sink.Raise("child"));
        _sink.Subscribe(signal => _calls.Add($"{signal.Signal}, {_sink.Count} stored"));

        _sink.Raise("parent");

        Assert.Equal(["child, 2 stored", "parent, 2 stored"], _calls);
    }

    [Fact]
    public void Subscribe_FromAHandler_TakesEffectWithTheNextRaise()
    {
        _sink.Subscribe("a", _ => _sink.Subscribe("a", _ => _calls.Add("late")));

        _sink.Raise("a");
        Assert.Empty(_calls);
        _sink.Raise("a");
        Assert.Equal(["late"], _calls);
    }

    [Fact]
    public void Observer_OfTheSink_SeesItInPlaceOfTheProcess()
    {
        RecordingObserver process = new();
        RecordingObserver own = new();
        using IDisposable attachment = EphemeralDiagnostics.Attach(process);
        SignalSink sink = new(maxCapacity: 1) { Name = "orders", Observer = own };
        sink.Subscribe("bad", static _ => throw new InvalidOperationException("bad handler"));

        sink.Raise(new SignalEvent("good", 7, null, default));
        sink.Raise("bad");

        Assert.Equal(["orders raised good", "orders dropped 1 Window", "orders raised bad", "orders failed bad handler", "orders dropped 1 HandlerFailed"], own.Seen);
        Assert.DoesNotContain(process.Seen, static line => line.StartsWith("orders", StringComparison.Ordinal));
    }

    private sealed class RecordingObserver : EphemeralObserver
    {
        private readonly Lock _gate = new();
        private readonly List<string> _seen = [];

        public IReadOnlyList<string> Seen
        {
            get { lock (_gate) return [.. _seen]; }
        }

        public override void SignalRaised(in SignalRaisedArguments arguments) => Add($"{arguments.Sink} raised {arguments.Signal}");

        public override void SignalDropped(in SignalDroppedArguments arguments) =>
            Add($"{arguments.Sink} dropped {arguments.Count} {arguments.Reason}");

        public override void CallbackFailed(in CallbackFailedArguments arguments) =>
            Add($"{arguments.Source} failed {arguments.Error.Message}");

        private void Add(string line)
        {
            lock (_gate) _seen.Add(line);
        }
    }
}
