namespace Ephemeral.Tests.Scopes;

public sealed class ScopedSignalEmitterTests
{
    private readonly SignalSink _sink = new();
    private readonly SignalContext _context = new("shop", "orders", "parser");

    [Fact]
    public void Emissions_HaveTheirScopeTheOperationAndTheKey()
    {
        ScopedSignalEmitter emitter = new(_context, _sink, 7, "42");

        emitter.Emit("started");
        emitter.EmitCoordinatorSignal("busy");
        emitter.EmitSinkSignal("down");

        Assert.Equal(
            [("shop.orders.parser.started", 7L, "42"), ("shop.orders.*.busy", 7L, "42"), ("shop.*.*.down", 7L, "42")],
            _sink.Sense().Select(static signal => (signal.Signal, signal.OperationId, signal.Key!)));
    }

    [Fact]
    public async Task OperationId_NotGiven_IsThatOfTheRunningOperation_OrOneOfItsOwn()
    {
        ScopedSignalEmitter? inside = null;
        await using EphemeralWorkCoordinator<int> coordinator = new((_, _) =>
        {
            inside = new(_context, _sink);
            return Task.CompletedTask;
        });
        long id = await coordinator.EnqueueAsync(0);
        coordinator.Complete();
        await coordinator.DrainAsync().Within();

        Assert.Equal(id, inside!.OperationId);
        Assert.NotEqual(id, new ScopedSignalEmitter(_context, _sink).OperationId);
    }

    [Fact]
    public void HasSignal_LooksAtThisOperationInAllThreeScopes()
    {
        ScopedSignalEmitter emitter = new(_context, _sink, 7);
        new ScopedSignalEmitter(_context, _sink, 8).Emit("others");
        new ScopedSignalEmitter(new("shop", "orders", "writer"), _sink, 7).Emit("elsewhere");
        emitter.Emit("atom");
        emitter.EmitCoordinatorSignal("coordinator");
        emitter.EmitSinkSignal("sink");

        Assert.True(emitter.HasSignal("atom"));
        Assert.True(emitter.HasSignal("coordinator"));
        Assert.True(emitter.HasSignal("sink"));
        Assert.False(emitter.HasSignal("others"));
        Assert.False(emitter.HasSignal("elsewhere"));
        _sink.Clear();
        Assert.False(emitter.HasSignal("atom"));
    }

    [Fact]
    public void Retract_TakesBackThisOperationsSignalsOfTheName_InAllThreeScopes()
    {
        List<string> retracted = [];
        ScopedSignalEmitter emitter = new(_context, _sink, 7);
        new ScopedSignalEmitter(_context, _sink, 8).Emit("busy");
        emitter.Emit("busy");
        emitter.Emit("busy");
        emitter.EmitCoordinatorSignal("busy");
        emitter.EmitSinkSignal("busy");
        emitter.Emit("other");
        _sink.SignalRetracted += signal => retracted.Add(signal.Signal);

        Assert.Equal(4, emitter.Retract("busy"));
        Assert.Equal(0, emitter.Retract("busy"));

        Assert.Equal(4, retracted.Count);
        Assert.Equal([("shop.orders.parser.busy", 8L), ("shop.orders.parser.other", 7L)], _sink.Sense().Select(static signal => (signal.Signal, signal.OperationId)));
    }

    [Fact]
    public void RetractMatching_MatchesTheNameOnly_AndTouchesNoOtherContext()
    {
        ScopedSignalEmitter emitter = new(_context, _sink, 7);
        new ScopedSignalEmitter(new("shop", "orders", "writer"), _sink, 7).Emit("row.failed");
        new ScopedSignalEmitter(_context, _sink, 8).Emit("row.failed");
        emitter.Emit("row.failed");
        emitter.EmitCoordinatorSignal("row.read");
        emitter.EmitSinkSignal("row.failed");
        emitter.Emit("file.read");

        Assert.Equal(0, emitter.RetractMatching("orders.*"));
        Assert.Equal(3, emitter.RetractMatching("row.*"));

        Assert.Equal(
            [("shop.orders.writer.row.failed", 7L), ("shop.orders.parser.row.failed", 8L), ("shop.orders.parser.file.read", 7L)],
            _sink.Sense().Select(static signal => (signal.Signal, signal.OperationId)));
    }

    [Fact]
    public void RetractMatching_IsToldAsAMatchOfThePattern_InOrder()
    {
        List<SignalRetractedEvent> retracted = [];
        ScopedSignalEmitter emitter = new(_context, _sink, 7);
        emitter.Emit("row.failed");
        emitter.EmitSinkSignal("row.read");
        emitter.Emit("row.failed");
        _sink.SignalRetracted += retracted.Add;

        emitter.RetractMatching("row.*");

        Assert.Equal(["shop.orders.parser.row.failed", "shop.*.*.row.read", "shop.orders.parser.row.failed"], retracted.Select(static signal => signal.Signal));
        Assert.All(retracted, static signal => Assert.Equal((true, "row.*"), (signal.WasPatternMatch, signal.Pattern)));
    }

    [Fact]
    public void Constraints_OfTheEmitter_BlockCountAndTell()
    {
        List<string> blocked = [];
        SignalConstraints constraints = new()
        {
            TerminalSignals = ["shop.orders.parser.done"],
            LeafSignals = ["shop.orders.parser.leaf"],
            OnBlocked = (signal, reason) => blocked.Add($"{signal.Signal} after {signal.Propagation}: {reason}"),
        };
        ScopedSignalEmitter emitter = new(_context, _sink, 7, constraints: constraints);
        _sink.Subscribe("*.done", _ => emitter.Emit("more"));
        _sink.Subscribe("*.begin", _ => emitter.Emit("leaf"));

        emitter.Emit("done");
        Assert.False(emitter.EmitCaused("begin", SignalPropagation.Root("x").Extend("shop.orders.parser.begin")));
        Assert.True(emitter.EmitCaused("begin", SignalPropagation.Root("x")));

        Assert.Equal(
            [
                "shop.orders.parser.more after shop.orders.parser.done: TerminalSignalReached",
                "shop.orders.parser.begin after x > shop.orders.parser.begin: CycleDetected",
            ],
            blocked);
        Assert.Equal((2L, 0L), (emitter.BlockedCount, _sink.BlockedCount));
        Assert.Equal(
            ["shop.orders.parser.done < ", "signal.blocked < ", "shop.orders.parser.begin < x", "shop.orders.parser.leaf < "],
            _sink.Sense().Select(static signal => $"{signal.Signal} < {signal.Propagation}"));
    }

    [Fact]
    public void OnBlocked_ThatThrows_IsCountedByTheSink()
    {
        SignalConstraints constraints = new() { MaxDepth = 1, OnBlocked = static (_, _) => throw new InvalidOperationException("bad callback") };
        ScopedSignalEmitter emitter = new(_context, _sink, 7, constraints: constraints);

        Assert.False(emitter.EmitCaused("a", SignalPropagation.Root("x")));

        Assert.Equal((1L, 1L), (emitter.BlockedCount, _sink.CallbackFailures));
    }

    [Fact]
    public void EmitCaused_BlockedByTheSink_IsFalse()
    {
        SignalSink strict = new(constraints: new() { MaxDepth = 1 });

        Assert.False(new ScopedSignalEmitter(_context, strict).EmitCaused("a", SignalPropagation.Root("x")));
        Assert.Equal(1, strict.BlockedCount);
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        ScopedSignalEmitter emitter = new(_context, _sink);

        Assert.Equal("context", Assert.Throws<ArgumentNullException>(() => new ScopedSignalEmitter(null!, _sink)).ParamName);
        Assert.Equal("sink", Assert.Throws<ArgumentNullException>(() => new ScopedSignalEmitter(_context, null!)).ParamName);
        Assert.Equal("operationId", Assert.Throws<ArgumentOutOfRangeException>(() => new ScopedSignalEmitter(_context, _sink, -1)).ParamName);
        Assert.Throws<ArgumentException>(() => emitter.Emit(""));
        Assert.Throws<ArgumentNullException>(() => emitter.EmitCoordinatorSignal(null!));
        Assert.Equal("signal", Assert.Throws<ArgumentException>(() => emitter.Retract("")).ParamName);
        Assert.Equal("pattern", Assert.Throws<ArgumentException>(() => emitter.RetractMatching("")).ParamName);
        Assert.Equal("signal", Assert.Throws<ArgumentNullException>(() => emitter.HasSignal(null!)).ParamName);
    }
}
