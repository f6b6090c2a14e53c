using Ephemeral.Signals;

namespace Ephemeral.Tests.Typed;

public sealed class TypedSignalSinkTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SignalSink _untyped;
    private readonly TypedSignalSink<string> _typed;

    public TypedSignalSinkTests()
    {
        _untyped = new(timeProvider: _time);
        _typed = new(_untyped, maxCapacity: 2, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Raise_TypedThenUntyped_WithTheSameFactsAndThePayload()
    {
        List<string> order = [];
        SignalEvent mirrored = default;
        SignalEvent<string> seen = default;
        _untyped.Subscribe(signal =>
        {
            order.Add("untyped");
            mirrored = signal;
        });
        _typed.TypedSignalRaised += signal =>
        {
            order.Add($"typed, {_untyped.Count} stored");
            seen = signal;
        };

        _typed.Raise("order.saved", "payload", "42");

        Assert.Equal(["typed, 1 stored", "untyped"], order);
        Assert.Equal(seen.WithoutPayload() with { Payload = "payload" }, mirrored);
        Assert.Equal(("order.saved", "42", _time.GetUtcNow()), (seen.Signal, seen.Key, seen.Timestamp));
        Assert.True(seen.OperationId > 0);
        Assert.True(mirrored.TryGetPayload(out string? payload));
        Assert.Equal("payload", payload);
    }

    [Fact]
    public void Subscribe_WithAPattern_GetsOnlyMatches()
    {
        List<string> seen = [];
        using IDisposable all = _typed.Subscribe(signal => seen.Add($"all {signal.Payload}"));
        IDisposable some = _typed.Subscribe("order.*", signal => seen.Add($"some {signal.Payload}"));

        _typed.Raise("order.saved", "1");
        _typed.Raise("mail.sent", "2");
        some.Dispose();
        _typed.Raise("order.saved", "3");

        Assert.Equal(["all 1", "some 1", "all 2", "all 3"], seen);
    }

    [Fact]
    public void Sense_WindowOfItsOwn_IsBoundedAndExact()
    {
        for (int i = 0; i < 3; i++) _typed.Raise("s", $"{i}");

        Assert.Equal(["1", "2"], _typed.Sense().Select(static signal => signal.Payload));
        Assert.Equal("2", Assert.Single(_typed.Sense(static signal => signal.Payload == "2")).Payload);
        Assert.Equal(3, _untyped.Count);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(_typed.Sense());
    }

    [Fact]
    public void TypedSignalRaised_RemovedHandler_IsCalledNoMore()
    {
        int calls = 0;
        void Handler(SignalEvent<string> signal) => calls++;
        _typed.TypedSignalRaised += Handler;
        using IDisposable subscription = _typed.Subscribe(Handler);
        _typed.TypedSignalRaised -= Handler;
        _typed.TypedSignalRaised -= Handler;

        _typed.Raise("s", "");

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Raise_InsideARunningOperation_CarriesItsId()
    {
        await Task.Run(() =>
        {
            AmbientOperation.Current = new RunningOperation();
            _typed.Raise("s", "");
            _typed.Raise(new SignalEvent<string>("s", 5, null, default, ""));
        }).Within();

        Assert.Equal([77, 5], _untyped.Sense().Select(static signal => signal.OperationId));
    }

    [Fact]
    public async Task Raise_InsideABody_CarriesItsOperationAndItsCause_AndThePayloadReachesAJob()
    {
        OrderJobs jobs = new();
        await using EphemeralSignalJobRunner runner = new(_untyped, [jobs]);
        await using EphemeralWorkCoordinator<string> coordinator = new((order, _) =>
        {
            _typed.Raise("order.saved", order);
            return Task.CompletedTask;
        });
        using IDisposable start = _untyped.Subscribe("start", signal => coordinator.TryEnqueue("payload"));

        _untyped.Raise("start");
        (SignalEvent signal, string payload) = await jobs.Ran.Task.Within();

        Assert.Equal("payload", payload);
        Assert.Equal("start", signal.Propagation?.ToString());
        Assert.NotNull(coordinator.TryGetOperation(signal.OperationId));
    }

    [Fact]
    public void DroppedCount_FullWindow_CountsWhatLeftEarly()
    {
        for (int i = 0; i < 5; i++) _typed.Raise("s", "");
        Assert.Equal(3, _typed.DroppedCount);
        _time.Advance(TimeSpan.FromSeconds(10));
        _typed.Raise("s", "");
        Assert.Equal(3, _typed.DroppedCount);
    }

    [Fact]
    public void Raise_BlockedByTheInnerSink_ReachesNobody()
    {
        SignalSink inner = new(constraints: SignalConstraints.Strict);
        TypedSignalSink<int> typed = new(inner);
        int calls = 0;
        typed.TypedSignalRaised += signal =>
        {
            calls++;
            typed.Raise(signal.Signal, signal.Payload + 1);
        };

        typed.Raise("loop", 0);

        Assert.Equal(1, calls);
        Assert.Single(typed.Sense());
        Assert.Equal(1, inner.BlockedCount);
    }

    [Fact]
    public void Constructor_WithoutASink_HasOneOfItsOwn()
    {
        TypedSignalSink<int> typed = new(maxCapacity: 3, maxAge: TimeSpan.FromSeconds(1));

        Assert.Equal((3, TimeSpan.FromSeconds(1)), (typed.Untyped.MaxCapacity, typed.Untyped.MaxAge));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new TypedSignalSink<int>(maxCapacity: 0));
        Assert.Throws<ArgumentException>(() => typed.Raise("", 1));
    }

    private sealed class OrderJobs
    {
        public TaskCompletionSource<(SignalEvent Signal, string Payload)> Ran { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        [EphemeralJob("order.saved")]
        public Task SaveAsync(SignalEvent signal, string payload)
        {
            Ran.TrySetResult((signal, payload));
            return Task.CompletedTask;
        }
    }

    private sealed class RunningOperation : AmbientOperation
    {
        public override long OperationId => 77;

        public override string? OperationKey => null;

        public override SignalPropagation? Cause => null;
    }
}
