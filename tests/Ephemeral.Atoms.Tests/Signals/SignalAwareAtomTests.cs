namespace Ephemeral.Atoms.Tests.Signals;

/// <summary>Refusing and holding back items by signals, whoever raised them.</summary>
public sealed class SignalAwareAtomTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<int> _ran = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhileACancelSignalIsPresent_ItemsAreRefused(bool raisedByTheAtom)
    {
        SignalSink sink = new(timeProvider: _time);
        await using SignalAwareAtom<int> atom = Create(sink);
        Assert.True(await atom.EnqueueAsync(1) > 0);
        await atom.DrainAsync().Within();

        if (raisedByTheAtom) atom.Raise("stop.all", key: "operator");
        else sink.Raise("stop.all");
        Assert.True(atom.IsRefusing);
        Assert.Equal(-1, await atom.EnqueueAsync(2));
        Assert.Equal(1, atom.Retract("stop.all"));
        Assert.True(await atom.EnqueueAsync(3) > 0);
        await atom.DrainAsync().Within();

        Assert.Equal([1, 3], _ran);
        Assert.Equal((1L, 2L), (atom.RefusedCount, atom.GetMetrics().Enqueued));
    }

    [Fact]
    public async Task ACancelSignal_ExpiresWithTheSinksAge()
    {
        await using SignalAwareAtom<int> atom = Create(sink: null);
        atom.Raise("stop.all");
        Assert.Equal(-1, await atom.EnqueueAsync(1));

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await atom.EnqueueAsync(2) > 0);
    }

    [Fact]
    public async Task ADeferSignal_HoldsItemsBack_UntilItIsTakenBack()
    {
        await using SignalAwareAtom<int> atom = Create(sink: null);
        atom.Raise("busy.db");
        await atom.EnqueueAsync(1);
        Assert.Equal((1, 0), (atom.Stats().Pending, atom.Stats().Active));

        atom.Retract("busy.db");
        await atom.DrainAsync().Within();

        Assert.Equal([1], _ran);
    }

    [Fact]
    public async Task ADeferral_EndsAfterTheIntervalTimesTheAttempts()
    {
        await using SignalAwareAtom<int> atom = Create(sink: null);
        atom.Raise("busy.db");
        await atom.EnqueueAsync(1);
        Task drained = atom.DrainAsync();
        _time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        Assert.False(drained.IsCompleted);
        Assert.Empty(_ran);

        _time.Advance(TimeSpan.FromTicks(1));

        await drained.Within();
        Assert.Equal([1], _ran);
    }

    [Fact]
    public void BlankPatterns_AreRefused()
    {
        Assert.Throws<ArgumentException>(static () => new SignalAwareAtom<int>(static (_, _) => Task.CompletedTask, new HashSet<string> { " " }));
        Assert.Throws<ArgumentException>(static () => new SignalAwareAtom<int>(static (_, _) => Task.CompletedTask, deferInterval: TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentNullException>(static () => new SignalAwareAtom<int>(null!));
    }

    private SignalAwareAtom<int> Create(SignalSink? sink) => new(
        (item, _) =>
        {
            _ran.Add(item);
            return Task.CompletedTask;
        },
        cancelOn: new HashSet<string> { "halt, stop.*" },
        deferOn: new HashSet<string> { "busy.*" },
        deferInterval: TimeSpan.FromSeconds(1),
        maxDeferAttempts: 3,
        signals: sink,
        maxConcurrency: 1,
        timeProvider: _time);
}
