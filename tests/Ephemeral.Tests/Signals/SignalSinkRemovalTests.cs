namespace Ephemeral.Tests.Signals;

public sealed class SignalSinkRemovalTests
{
    private readonly SignalSink _sink = new(timeProvider: new ManualTimeProvider());

    public SignalSinkRemovalTests()
    {
        _sink.Raise(new SignalEvent("db.slow", 1, "a", default));
        _sink.Raise(new SignalEvent("db.down", 2, "b", default));
        _sink.Raise(new SignalEvent("db.slow", 2, null, default));
        _sink.Raise(new SignalEvent("disk.full", 3, "a", default));
        _sink.Raise(new SignalEvent("db.slow", 3, "b", default));
    }

    [Fact]
    public void Retract_ByName_TakesAllOfThatName()
    {
        Assert.Equal(3, _sink.Retract("db.slow"));
        Assert.Equal(0, _sink.Retract("db.slow"));
        Assert.Equal(0, _sink.Retract("unknown"));
        Assert.Equal(["db.down 2", "disk.full 3"], Present());
    }

    [Fact]
    public void Retract_ByNameAndKey_TakesThatKeyOnly()
    {
        Assert.Equal(1, _sink.Retract("db.slow", "b"));
        Assert.Equal(1, _sink.Retract("db.slow", key: null));
        Assert.Equal(["db.slow 1", "db.down 2", "disk.full 3"], Present());
    }

    [Fact]
    public void Retract_OfOneOperation_LeavesTheOthers()
    {
        Assert.Equal(1, _sink.Retract("db.slow", operationId: 2));
        Assert.Equal(["db.slow 1", "db.down 2", "disk.full 3", "db.slow 3"], Present());
    }

    [Fact]
    public void RetractMatching_Pattern_TakesEveryMatch()
    {
        Assert.Equal(4, _sink.RetractMatching("db.*"));
        Assert.Equal(["disk.full 3"], Present());
    }

    [Fact]
    public void SignalRetracted_EachSignal_IsToldInOrderOfAcceptance()
    {
        List<SignalRetractedEvent> told = [];
        _sink.SignalRetracted += static _ => throw new InvalidOperationException("first handler");
        _sink.SignalRetracted += told.Add;
        int raised = 0;
        using IDisposable subscription = _sink.Subscribe(_ => raised++);

        _sink.Retract("db.slow");
        _sink.RetractMatching("d*");

        Assert.Equal([1, 2, 3, 2, 3], told.Select(static signal => signal.OperationId));
        Assert.Equal([null, null, null, "d*", "d*"], told.Select(static signal => signal.Pattern));
        Assert.Equal([false, false, false, true, true], told.Select(static signal => signal.WasPatternMatch));
        Assert.Equal(5, _sink.CallbackFailures);
        Assert.Equal(0, raised);
    }

    [Fact]
    public void Clear_Everything_SaysHowMuch()
    {
        Assert.Equal(5, _sink.Clear());

        SignalEvent cleared = Assert.Single(_sink.Sense());
        Assert.Equal(("sink.cleared", "5"), (cleared.Signal, cleared.Key));
    }

    [Fact]
    public void ClearPattern_Matches_SaysWhatAndHowMuch()
    {
        Assert.Equal(4, _sink.ClearPattern("db.*"));

        SignalEvent cleared = _sink.Sense()[^1];
        Assert.Equal(("sink.cleared.pattern", "db.*:4"), (cleared.Signal, cleared.Key));
        Assert.Equal(2, _sink.Count);
    }

    [Fact]
    public void ClearOperationAndClearKey_TakeOnlyTheirs()
    {
        Assert.Equal(2, _sink.ClearOperation(2));
        Assert.Equal(2, _sink.ClearKey("a"));
        Assert.Equal(["db.slow 3"], Present());
    }

    [Fact]
    public void ClearMatching_PredicateThatRaises_TakesWhatWasPresentWhenCalled()
    {
        int cleared = _sink.ClearMatching(signal =>
        {
            _sink.Raise("db.slow");
            return signal.Is("db.slow");
        });

        Assert.Equal(3, cleared);
        Assert.Equal(7, _sink.Count);
    }

    [Fact]
    public void ClearMatching_PredicateThatRetracts_CountsNothingTwice()
    {
        int cleared = _sink.ClearMatching(signal =>
        {
            _sink.Retract("db.slow");
            _sink.Raise(new SignalEvent("reused.slot", 0, null, default));
            return signal.Is("db.slow");
        });

        Assert.Equal(0, cleared);
        Assert.Equal(5, _sink.CountRecentExact("reused.slot", default));
    }

    private IEnumerable<string> Present() => _sink.Sense().Select(static signal => $"{signal.Signal} {signal.OperationId}");
}
